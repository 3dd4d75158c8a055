/// Layouts of trees and shapes of folders.
#pragma once

#include "unit/migrate/tree_rows.hpp"

namespace mailhaul::migrate {

inline std::vector<TreeRow> layout_rows() {
  return {
      {"folder.plain", folder(".A.B"), {{"A/B", 1}}},
      {"layout.fs", folder("A") + folder("A/B"), {{"A", 1}, {"A/B", 1}}},
      {"layout.legacy", folder("foo") + mail("foo/.bar/cur/1.h:2,S"), {{"foo", 1}}, 1},
      {"layout.evolution",
       "file ..maildir++\nfile .A_2EB.cmeta\n" + folder(".A_2EB"),
       {{"A_2EB", 1}}},
      {"home.folders-named-cur-new-tmp", "dir cur/new\n" + mail("cur/cur/1.h:2,S"), {}, 1},
      {"home.inbox-in-dot-INBOX", "!" + folder(".INBOX") + folder(".A"), {{"INBOX", 1}, {"A", 1}}},
      {"home.symlink-to-other-home", folder(".A") + "symlink .ada@b_c ../b.c/ada\n", {{"A", 1}}, 1},
      {"folder.kmail-child", folder(".Foo") + folder(".Foo.directory/Bar"), {{"Foo", 1}}, 1},
      {"folder.folder-in-folder",
       folder(".A") + mail(".A/.B/cur/1.h:2,S") + folder("Maildir"),
       {{"A", 1}},
       2},
      {"folder.fs-style-in-maildirpp",
       folder(".A") + folder(".B") + folder("FsStyle"),
       {{"A", 1}, {"B", 1}},
       1},
  };
}

inline std::vector<TreeRow> shape_rows() {
  const std::string one = folder(".A");
  return {
      {"no-tmp", "dir .A/cur\ndir .A/new\n" + mail(".A/cur/1.a:2,S"), {{"A", 1}}},
      {"no-new", "dir .A/cur\ndir .A/tmp\n" + mail(".A/cur/1.a:2,S"), {{"A", 1}}},
      {"no-cur", "dir .A/new\ndir .A/tmp\n" + mail(".A/new/1.a"), {{"A", 1}}},
      {"empty-dir", "dir .A\n"},
      {"only-marker", "dir .A\nfile .A/maildirfolder\n"},
      {"cur-is-file", "file .A/cur text=x\n" + mail(".A/new/1.a"), {{"A", 1}}, 1},
      {"cur-symlink-inside", mail(".A/new/1.a") + "symlink .A/cur ../cur\n", {{"A", 1}}, 1},
      {"cur-symlink-outside", mail(".A/new/1.a") + "symlink .A/cur /etc\n", {{"A", 1}}, 1},
      {"no-maildirfolder", "file maildirfolder\n" + one, {{"A", 1}}},
      {"folder.file-in-root", one + "file .qmail text=x\nfile .DS_Store text=x\n", {{"A", 1}}},
      {"folder.system-dir",
       one +
           "dir .git/objects\ndir .Trash-1000/files\ndir lost+found\ndir @eaDir\n"
           "dir #recycle\n" +
           mail(".snapshot/hourly.0/cur/1.h:2,S") + mail(".zfs/snapshot/x/cur/1.h:2,S"),
       {{"A", 1}}},
      {"folder.dovecot-trashed", one + folder("..DOVECOT-TRASHED"), {{"A", 1}}, 1},
      {"folder.symlink-inside", one + "symlink .B .A\n", {{"A", 1}}, 1},
      {"folder.symlink-outside", one + "symlink .B /var/mail\n", {{"A", 1}}, 1},
      {"folder.symlink-loop", one + "symlink .B .\n", {{"A", 1}}, 1},
      {"folder.symlink-dangling", one + "symlink .B nowhere\n", {{"A", 1}}, 1},
      {"mode-000", one + "dir .A mode=0\n", {{"A", 1}}},
      {"mode-111", one + "dir .A mode=0111\n", {{"A", 1}}},
      {"owner-nobody", "maildir .A owner=65534:65534\n" + mail(".A/cur/1.a:2,S"), {{"A", 1}}},
      {"really-empty", "maildir .A\n", {{"A", 0}}},
      {"noselect-parent", folder(".A.B.C"), {{"A", 0}, {"A/B", 0}, {"A/B/C", 1}}},
      {"inbox-children", folder(".INBOX.A"), {{"A", 1}}},
      {"acl-without-list", one + "file .A/courierimapacl text=owner\\x20r\\n\n", {{"A", 1}}},
  };
}

}  // namespace mailhaul::migrate
