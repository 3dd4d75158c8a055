#include <mailhaul/message/remedy.hpp>

namespace mailhaul::message {

std::string_view to_string(Remedy remedy) {
  switch (remedy) {
    case Remedy::DropMboxFrom:
      return "drop-mbox-from";
    case Remedy::EndHeader:
      return "end-header";
    case Remedy::BlankNul:
      return "blank-nul";
    case Remedy::FoldHeader:
      return "fold-header";
    case Remedy::CutReferences:
      return "cut-references";
    case Remedy::CutAddress:
      return "cut-address";
    case Remedy::CutFileName:
      return "cut-file-name";
    case Remedy::RelabelCharset:
      return "relabel-charset";
    case Remedy::ReencodePart:
      return "reencode-part";
    case Remedy::ReportAsMixed:
      return "report-as-mixed";
    case Remedy::AppleDoubleAsMixed:
      return "appledouble-as-mixed";
    case Remedy::CalendarAsAttachment:
      return "calendar-as-attachment";
    case Remedy::RenameReceipt:
      return "rename-receipt";
    case Remedy::StripXFields:
      return "strip-x-fields";
    case Remedy::ReceivedDate:
      return "received-date";
    case Remedy::KeywordsHeader:
      return "keywords-header";
    case Remedy::Wrap:
      return "wrap";
  }
  return "wrap";
}

}  // namespace mailhaul::message
