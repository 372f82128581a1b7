import TestSupport
import Testing

@testable import TideCore

@Suite("Digests")
struct DigestTests {
  private func sha256(_ message: [UInt8]) -> String { message.withUnsafeBytes { SHA256.hex(of: $0) } }

  // NIST, Cryptographic Standards and Guidelines, Examples with Intermediate Values, SHA-256; and FIPS 180-2, B.3.
  @Test("SHA-256 of the published messages")
  func published() {
    #expect(sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(sha256(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      sha256(Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      sha256([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("the processor's SHA-256 is the portable one")
  func instructions() {
    var generator = Seed.generator()
    for length in Array(0...300) + [4096, 65_537] {
      let message = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      var plain = SHA256(isPlain: true)
      var other = SHA256()
      message.withUnsafeBytes { bytes in
        let cut = Int.random(in: 0...length, using: &generator)
        plain.update(bytes)
        other.update(UnsafeRawBufferPointer(rebasing: bytes[..<cut]))
        other.update(UnsafeRawBufferPointer(rebasing: bytes[cut...]))
      }
      #expect(plain.finalize() == other.finalize(), "seed \(Seed.value) length \(length)")
    }
  }

  @Test("SHA-256 in pieces is SHA-256 in one")
  func pieces() {
    var generator = Seed.generator()
    for length in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000] {
      let message = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      var digest = SHA256()
      var rest = message[...]
      while !rest.isEmpty {
        let piece = Array(rest.prefix(Int.random(in: 1...70, using: &generator)))
        piece.withUnsafeBytes { digest.update($0) }
        rest = rest.dropFirst(piece.count)
      }
      #expect(SHA256.hex(digest.finalize()) == sha256(message), "seed \(Seed.value) length \(length)")
    }
  }

  // The check value of CRC-32 in the catalogue of parametrised CRC algorithms (Cook): "123456789" gives CBF43926.
  @Test("CRC-32 has its published check value, whole and continued")
  func crc32() {
    let message = Array("123456789".utf8)
    message.withUnsafeBytes { message in
      #expect(CRC32.checksum(message) == 0xCBF4_3926)
      let first = CRC32.checksum(UnsafeRawBufferPointer(rebasing: message[..<4]))
      #expect(CRC32.checksum(UnsafeRawBufferPointer(rebasing: message[4...]), continuing: first) == 0xCBF4_3926)
    }
    #expect(CRC32.checksum(UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
    #expect(CRC32.checksum(UnsafeRawBufferPointer(start: nil, count: 0), continuing: 7) == 7)
  }

  @Test("content hashes of different bytes differ in both halves")
  func contentHash() {
    var generator = Seed.generator()
    let message = (0..<100).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var messages = (0...100).map { Array(message[..<$0]) }  // every length, so also lengths padded alike
    messages += (1..<40).map { [UInt8](repeating: 0, count: $0) }
    messages += (0..<800).map { bit in
      var flipped = message
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      return flipped
    }
    let hashes = messages.map { $0.withUnsafeBytes { ContentHash(hashing: $0) } }
    #expect(Set(hashes.map(\.high)).count == messages.count, "seed \(Seed.value)")
    #expect(Set(hashes.map(\.low)).count == messages.count, "seed \(Seed.value)")
    #expect(message.withUnsafeBytes { ContentHash(hashing: $0) } == hashes[100])
  }
}
