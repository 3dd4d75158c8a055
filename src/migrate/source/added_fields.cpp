#include "migrate/source/added_fields.hpp"

#include <cstdlib>

#include <mailhaul/message/keywords_field.hpp>
#include <mailhaul/message/received_field.hpp>

namespace mailhaul::migrate {
namespace {

/// The check of dates lets as much pass.
constexpr std::int64_t kTolerance = 60;

void add(AddedFields& fields, const Bytes& field, message::Remedy remedy) {
  fields.octets += field;
  fields.remedies.push_back(remedy);
}

}  // namespace

void WantedFields::add_received_date(std::int64_t date, const message::Facts& facts) {
  const Bytes field = message::make_received_field(date);
  const std::optional<std::int64_t>& received = facts.identity.received;
  if (!received || std::abs(*received - date) > kTolerance) {
    add(of_copy_, field, message::Remedy::ReceivedDate);
  }
  add(of_wrapped_, field, message::Remedy::ReceivedDate);
}

void WantedFields::add_keywords(std::span<const std::string> keywords) {
  const Bytes field = message::make_keywords_field(keywords);
  add(of_copy_, field, message::Remedy::KeywordsHeader);
  add(of_wrapped_, field, message::Remedy::KeywordsHeader);
}

}  // namespace mailhaul::migrate
