#include "support/compression.hpp"

#include <bzlib.h>
#include <lz4.h>
#include <lzma.h>
#include <stdexcept>
#include <zlib.h>
#include <zstd.h>

namespace mailhaul::test {

namespace {

void require(bool good, const char* what) {
  if (!good) {
    throw std::runtime_error(std::string("cannot compress with ") + what);
  }
}

std::string big_endian(std::size_t number) {
  return {static_cast<char>(number >> 24U), static_cast<char>(number >> 16U),
          static_cast<char>(number >> 8U), static_cast<char>(number)};
}

}  // namespace

std::string gzip(std::string_view octets) {
  z_stream stream{};
  require(::deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8,
                         Z_DEFAULT_STRATEGY) == Z_OK,
          "zlib");
  std::string packed(::deflateBound(&stream, octets.size()), '\0');
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(octets.data()));
  stream.avail_in = static_cast<uInt>(octets.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  require(::deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib");
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

std::string bzip2(std::string_view octets) {
  auto size = static_cast<unsigned int>(octets.size() + octets.size() / 100 + 600);
  std::string packed(size, '\0');
  require(::BZ2_bzBuffToBuffCompress(packed.data(), &size, const_cast<char*>(octets.data()),
                                     static_cast<unsigned int>(octets.size()), 9, 0, 0) == BZ_OK,
          "bzip2");
  packed.resize(size);
  return packed;
}

std::string xz(std::string_view octets, unsigned int dictionary) {
  lzma_options_lzma options{};
  require(::lzma_lzma_preset(&options, LZMA_PRESET_DEFAULT) == 0, "liblzma");
  options.dict_size = dictionary == 0 ? options.dict_size : dictionary;
  lzma_filter filters[] = {{.id = LZMA_FILTER_LZMA2, .options = &options},
                           {.id = LZMA_VLI_UNKNOWN, .options = nullptr}};
  std::string packed(::lzma_stream_buffer_bound(octets.size()), '\0');
  std::size_t size = 0;
  require(::lzma_stream_buffer_encode(filters, LZMA_CHECK_CRC32, nullptr,
                                      reinterpret_cast<const std::uint8_t*>(octets.data()),
                                      octets.size(), reinterpret_cast<std::uint8_t*>(packed.data()),
                                      &size, packed.size()) == LZMA_OK,
          "liblzma");
  packed.resize(size);
  return packed;
}

std::string zstd(std::string_view octets) {
  ZSTD_CCtx* const context = ::ZSTD_createCCtx();
  ::ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string packed(::ZSTD_compressBound(octets.size()), '\0');
  const std::size_t size =
      ::ZSTD_compress2(context, packed.data(), packed.size(), octets.data(), octets.size());
  ::ZSTD_freeCCtx(context);
  require(::ZSTD_isError(size) == 0, "zstd");
  packed.resize(size);
  return packed;
}

std::string dovecot_lz4(std::string_view octets, std::size_t chunk) {
  std::string packed = "Dovecot-LZ4\x0d\x2a\x9b\xc5" + big_endian(chunk);
  for (std::size_t at = 0; at < octets.size(); at += chunk) {
    const std::string_view piece = octets.substr(at, chunk);
    std::string block(static_cast<std::size_t>(::LZ4_compressBound(static_cast<int>(piece.size()))),
                      '\0');
    const int size = ::LZ4_compress_default(
        piece.data(), block.data(), static_cast<int>(piece.size()), static_cast<int>(block.size()));
    require(size > 0, "lz4");
    block.resize(static_cast<std::size_t>(size));
    packed += big_endian(block.size()) + block;
  }
  return packed;
}

}  // namespace mailhaul::test
