#include <utility>

#include <mailhaul/message/rewriter.hpp>

namespace mailhaul::message {
namespace {

class Prefixer final : public Rewriter {
 public:
  Prefixer(Bytes prefix, std::unique_ptr<Rewriter> inner, PrefixPlace place)
      : prefix_(std::move(prefix)), inner_(std::move(inner)), place_(place) {}

  void update(ByteView original, Bytes& out) override {
    const std::size_t begin = out.size();
    if (inner_ == nullptr) {
      out += original;
    } else {
      inner_->update(original, out);
    }
    place_prefix(begin, out);
  }

  void finish(Bytes& out) override {
    const std::size_t begin = out.size();
    if (inner_ != nullptr) {
      inner_->finish(out);
    }
    place_prefix(begin, out);
    out += std::exchange(prefix_, {});
  }

 private:
  /// Looks for its place in what begins at `begin`.
  void place_prefix(std::size_t begin, Bytes& out) {
    if (prefix_.empty()) {
      return;
    }
    if (place_ == PrefixPlace::BehindFirstLine) {
      const std::size_t lf = out.find('\n', begin);
      if (lf == Bytes::npos) {
        return;
      }
      begin = lf + 1;
    }
    out.insert(begin, std::exchange(prefix_, {}));
  }

  Bytes prefix_;
  std::unique_ptr<Rewriter> inner_;
  PrefixPlace place_;
};

}  // namespace

std::unique_ptr<Rewriter> make_prefixer(Bytes prefix, std::unique_ptr<Rewriter> inner,
                                        PrefixPlace place) {
  return std::make_unique<Prefixer>(std::move(prefix), std::move(inner), place);
}

}  // namespace mailhaul::message
