#include "message/header_collector.hpp"
#include "message/leaf_digester.hpp"
#include "message/part_walk.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/message/address_list.hpp>
#include <mailhaul/message/content_digest.hpp>
#include <mailhaul/message/header_facts.hpp>
#include <mailhaul/message/header_fields.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::message {
namespace {

/// "a@b" of "A <a@B>", in lower case; empty where there is none.
std::string address_of(ByteView item) {
  const std::size_t open = item.rfind('<');
  const std::size_t close = item.rfind('>');
  ByteView address = item;
  if (open != ByteView::npos && close != ByteView::npos && open < close) {
    address = item.substr(open + 1, close - open - 1);
  }
  std::string out;
  for (const char octet : address) {
    if (octet != ' ' && octet != '\t' && octet != '\r' && octet != '\n') {
      out += octet;
    }
  }
  return out.find('@') == std::string::npos ? std::string() : text::to_lower(out);
}

std::vector<std::string> addresses_of(const HeaderLayout& header) {
  std::vector<std::string> addresses;
  for (const FieldLocation& field : header.fields) {
    for (const ByteView name : {"From", "To", "Cc"}) {
      if (!text::equals_ignoring_case(field.name, name)) {
        continue;
      }
      for (const ByteView item : split_addresses(field.body).items) {
        if (const std::string address = address_of(item); !address.empty()) {
          addresses.push_back(std::string(name) + ":" + address);
        }
      }
    }
  }
  std::ranges::sort(addresses);
  const auto repeated = std::ranges::unique(addresses);
  addresses.erase(repeated.begin(), repeated.end());
  return addresses;
}

std::vector<LeafDigest> of_kind(const std::vector<LeafDigest>& leaves, bool text) {
  std::vector<LeafDigest> chosen;
  std::ranges::copy_if(leaves, std::back_inserter(chosen),
                       [text](const LeafDigest& leaf) { return leaf.is_text == text; });
  return chosen;
}

}  // namespace

class ContentDigester::Reading {
 public:
  Reading()
      : walk_([this](std::uint32_t index, const Part& leaf, ByteView body) {
          add(index, leaf, body);
        }) {}

  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  Reading(Reading&&) = delete;
  Reading& operator=(Reading&&) = delete;
  ~Reading() = default;

  void update(ByteView wire) {
    fingerprinter_.update(wire);
    header_.append(wire.substr(0, limits::kHeaderBlock - header_.size()));
    walk_.update(wire);
  }

  ContentDigest finish() {
    static_cast<void>(walk_.finish());
    end_leaf();
    const HeaderLayout header = locate_fields(header_);
    const MessageIdentity identity = identify(header);
    std::ranges::sort(leaves_);
    return {.wire = fingerprinter_.finish(),
            .message_id_hash = identity.message_id_hash,
            .date_subject_hash = identity.date_subject_hash,
            .addresses = addresses_of(header),
            .leaves = std::move(leaves_)};
  }

 private:
  void add(std::uint32_t index, const Part& leaf, ByteView body) {
    if (index_ != index) {
      end_leaf();
      index_ = index;
      leaf_.emplace(leaf);
    }
    leaf_->update(body);
  }

  void end_leaf() {
    if (!leaf_) {
      return;
    }
    if (const std::optional<LeafDigest> digest = leaf_->finish()) {
      leaves_.push_back(*digest);
    }
    leaf_.reset();
    index_.reset();
  }

  Fingerprinter fingerprinter_;
  Bytes header_;
  std::optional<std::uint32_t> index_;
  std::optional<LeafDigester> leaf_;
  std::vector<LeafDigest> leaves_;
  PartWalk walk_;
};

ContentDigester::ContentDigester() : reading_(std::make_unique<Reading>()) {}

ContentDigester::ContentDigester(ContentDigester&&) noexcept = default;
ContentDigester& ContentDigester::operator=(ContentDigester&&) noexcept = default;
ContentDigester::~ContentDigester() = default;

void ContentDigester::update(ByteView wire) {
  reading_->update(wire);
}

ContentDigest ContentDigester::finish() {
  ContentDigest digest = reading_->finish();
  reading_ = std::make_unique<Reading>();
  return digest;
}

std::string_view to_string(ContentDifference difference) {
  switch (difference) {
    case ContentDifference::MessageId:
      return "Message-ID";
    case ContentDifference::DateOrSubject:
      return "date or subject";
    case ContentDifference::Addresses:
      return "addresses";
    case ContentDifference::Text:
      return "text";
    case ContentDifference::Attachments:
      return "attachments";
  }
  return "";
}

std::vector<ContentDifference> compare(const ContentDigest& sent, const ContentDigest& found) {
  std::vector<ContentDifference> differences;
  if (sent.wire == found.wire) {
    return differences;
  }
  const auto add = [&](bool differs, ContentDifference difference) {
    if (differs) {
      differences.push_back(difference);
    }
  };
  // Some servers give a message without Message-ID one of their own.
  add(sent.message_id_hash != 0 && sent.message_id_hash != found.message_id_hash,
      ContentDifference::MessageId);
  add(sent.date_subject_hash != found.date_subject_hash, ContentDifference::DateOrSubject);
  add(sent.addresses != found.addresses, ContentDifference::Addresses);
  add(of_kind(sent.leaves, true) != of_kind(found.leaves, true), ContentDifference::Text);
  add(of_kind(sent.leaves, false) != of_kind(found.leaves, false), ContentDifference::Attachments);
  return differences;
}

}  // namespace mailhaul::message
