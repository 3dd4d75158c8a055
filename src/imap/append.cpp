#include <mailhaul/imap/append.hpp>

namespace mailhaul::imap {

Handover handover(const ItemExtent& item, std::uint64_t handed_over) {
  if (!item.begin || handed_over <= *item.begin) {
    return Handover::None;
  }
  return item.end && handed_over >= *item.end ? Handover::Complete : Handover::Partial;
}

}  // namespace mailhaul::imap
