using System.Buffers;
using System.Buffers.Binary;
using Bulwark.Proxy.RateLimiting.Counting;

namespace Bulwark.Proxy.RateLimiting.Sharing;

/// <summary>
/// What instances tell each other: a version byte, the sender's ID (16 bytes), then entries of 28 bytes, little-endian: fingerprint of the rule (8), key (16), and the number
/// of requests counted since the last message or, negative, for how many milliseconds more the key is mitigated (4). A message without entries comes from somebody new, and asks
/// the others which keys they mitigate.
/// </summary>
internal static class CountMessage
{
    /// <summary>Entries of one message at most.</summary>
    public const int MaxEntries = 2000;

    private const byte Version = 1;
    private const int SenderLength = 16;
    private const int HeaderLength = 1 + SenderLength;
    private const int EntryLength = 28;

    /// <summary>Begins a message.</summary>
    public static void Begin(IBufferWriter<byte> message, UInt128 sender)
    {
        var header = message.GetSpan(HeaderLength);
        header[0] = Version;
        BinaryPrimitives.WriteUInt128LittleEndian(header[1..], sender);
        message.Advance(HeaderLength);
    }

    /// <summary>Adds an entry.</summary>
    public static void Add(IBufferWriter<byte> message, ulong fingerprint, RateKey key, int value)
    {
        var entry = message.GetSpan(EntryLength);
        BinaryPrimitives.WriteUInt64LittleEndian(entry, fingerprint);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], key.Low);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[16..], key.High);
        BinaryPrimitives.WriteInt32LittleEndian(entry[24..], value);
        message.Advance(EntryLength);
    }

    /// <summary>The entries of somebody else's message. False for one's own, and for anything that is no such message.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> message, UInt128 self, out ReadOnlySpan<byte> entries)
    {
        entries = [];
        if (message.Length < HeaderLength || message[0] != Version || (message.Length - HeaderLength) % EntryLength != 0)
            return false;

        entries = message[HeaderLength..];
        return BinaryPrimitives.ReadUInt128LittleEndian(message[1..]) != self;
    }

    /// <summary>Takes the first entry off.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> entries, out ulong fingerprint, out RateKey key, out int value)
    {
        (fingerprint, key, value) = (0, default, 0);
        if (entries.Length < EntryLength)
            return false;

        fingerprint = BinaryPrimitives.ReadUInt64LittleEndian(entries);
        key = RateKey.Of(BinaryPrimitives.ReadUInt64LittleEndian(entries[8..]), BinaryPrimitives.ReadUInt64LittleEndian(entries[16..]));
        value = BinaryPrimitives.ReadInt32LittleEndian(entries[24..]);
        entries = entries[EntryLength..];
        return true;
    }
}
