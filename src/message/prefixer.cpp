#include <utility>

#include <mailhaul/message/rewriter.hpp>

namespace mailhaul::message {
namespace {

class Prefixer final : public Rewriter {
 public:
  Prefixer(Bytes prefix, std::unique_ptr<Rewriter> inner)
      : prefix_(std::move(prefix)), inner_(std::move(inner)) {}

  void update(ByteView original, Bytes& out) override {
    out += std::exchange(prefix_, {});
    if (inner_ == nullptr) {
      out += original;
    } else {
      inner_->update(original, out);
    }
  }

  void finish(Bytes& out) override {
    out += std::exchange(prefix_, {});
    if (inner_ != nullptr) {
      inner_->finish(out);
    }
  }

 private:
  Bytes prefix_;
  std::unique_ptr<Rewriter> inner_;
};

}  // namespace

std::unique_ptr<Rewriter> make_prefixer(Bytes prefix, std::unique_ptr<Rewriter> inner) {
  return std::make_unique<Prefixer>(std::move(prefix), std::move(inner));
}

}  // namespace mailhaul::message
