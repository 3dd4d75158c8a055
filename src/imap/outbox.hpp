/// The outgoing half of a session: commands become fragments in order, literals wait for `+` where
/// they must, and each APPEND remembers where its messages lie in the stream.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <mailhaul/imap/capabilities.hpp>
#include <mailhaul/imap/command.hpp>
#include <mailhaul/imap/outbound.hpp>
#include <mailhaul/imap/types.hpp>

namespace mailhaul::imap {

class Outbox {
 public:
  explicit Outbox(std::string tag_prefix) : tag_prefix_(std::move(tag_prefix)) {}

  CommandId enqueue(Command command);

  /// The next fragment, or std::nullopt if there is nothing or the server has to speak first.
  std::optional<OutboundFragment> next(const Capabilities& capabilities);

  /// A `+` came. False if no command waits for one.
  bool take_continuation();

  /// The command that a tag names, if it is one of ours, begun, and without a reply so far.
  [[nodiscard]] std::optional<CommandId> find_tag(ByteView tag) const;

  struct Settled {
    CommandKind kind = CommandKind::Noop;
    bool continuation_refused = false;
    std::vector<ItemExtent> items;
  };

  /// Ends a command that `find_tag` has found. std::nullopt, and nothing done, if it is not
  /// completely sent although the reply is OK.
  std::optional<Settled> settle(CommandId id, Status status);

  [[nodiscard]] std::size_t unsettled() const { return unsettled_; }

  [[nodiscard]] std::vector<AppendExtent> unsettled_appends() const;

  [[nodiscard]] std::uint64_t octets_out() const { return octets_out_; }

 private:
  struct Entry {
    CommandId id = 0;
    Command command;
    std::size_t part = 0;
    std::size_t item = 0;
    std::uint64_t begin = 0;
    std::vector<ItemExtent> extents;
    bool begun = false;
    bool sent = false;
    bool settled = false;
  };

  /// Writes the part, or as much of it as may be written before the server speaks.
  void step(Entry& entry, Command::Text& part);
  void step(Entry& entry, Command::SecretText& part);
  void step(Entry& entry, Command::SecretLiteral& part);
  void step(Entry& entry, Command::SaslResponse& part);
  void step(Entry& entry, Command::Messages& part);

  bool advance();
  [[nodiscard]] bool may_begin(const Entry& entry) const;
  void begin(Entry& entry);
  void finish(Entry& entry);
  void announce_item(Entry& entry, const AppendItem& item, bool synchronizing);
  void announce_literal(std::uint64_t octets, bool synchronizing);
  bool abandon_if_settled(Entry& entry);
  [[nodiscard]] bool must_synchronize(std::uint64_t octets) const;
  void write(ByteView text);
  void write_secret(Secret secret);
  void drop_settled();
  [[nodiscard]] std::size_t index_of(CommandId id) const;

  std::string tag_prefix_;
  CommandId last_id_ = 0;
  /// From the oldest command that is unsettled or unsent to the newest; ids are consecutive.
  std::deque<Entry> entries_;
  std::size_t sending_ = 0;  ///< index of the first entry that is not completely sent
  std::size_t unsettled_ = 0;
  std::size_t in_flight_ = 0;  ///< begun and unsettled
  bool alone_in_flight_ = false;
  bool logging_out_ = false;

  bool waiting_ = false;    ///< nothing goes out until `+` comes
  bool announced_ = false;  ///< the literal of the current part is announced, its octets come next
  std::string_view next_answer_;
  bool may_answer_challenge_ = false;

  const Capabilities* capabilities_ = nullptr;  ///< during `next`
  Bytes text_;
  std::optional<OutboundFragment> behind_text_;
  std::uint64_t octets_written_ = 0;
  std::uint64_t octets_out_ = 0;
};

}  // namespace mailhaul::imap
