using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki.Trust;

/// <summary>
/// Chains that a trust store has taken, so that the next handshake of the same client costs a hash instead of signatures. A refusal is never kept. Everything that time
/// can change bounds an entry's life: dates, retirement, the age of revocation lists. What else can change is a new trust store, which begins with none.
/// </summary>
internal sealed class AcceptedChains
{
    private const int Most = 1024;

    private readonly ConcurrentDictionary<Key, Entry> _entries = new();

    /// <summary>The verdict of a chain that was taken and is good at this moment; null: judge it.</summary>
    public ClientCertificateVerdict? Find(Key key, DateTimeOffset now) =>
        _entries.TryGetValue(key, out var entry) && now >= entry.From && now < entry.Until ? entry.Verdict : null;

    /// <summary>Keeps a verdict. Only our CAs make certificates that get here, so starting again when there are many costs little.</summary>
    public void Add(Key key, Entry entry)
    {
        if (_entries.Count >= Most)
            _entries.Clear();

        _entries[key] = entry;
    }

    /// <summary>What was presented, by SHA-256. DER says its own length, so certificates one after the other are never read as others.</summary>
    public static Key KeyOf(X509Certificate2 leaf, X509Certificate2Collection sent)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (sent.Count == 0)
        {
            SHA256.HashData(leaf.RawDataMemory.Span, hash);
        }
        else
        {
            using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hasher.AppendData(leaf.RawDataMemory.Span);
            foreach (var certificate in sent)
                hasher.AppendData(certificate.RawDataMemory.Span);

            hasher.GetHashAndReset(hash);
        }

        var parts = MemoryMarshal.Cast<byte, UInt128>(hash);
        return new Key(parts[0], parts[1]);
    }

    /// <summary>256 bits that an attacker cannot choose.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Key(UInt128 High, UInt128 Low);

    /// <param name="Verdict">What was said.</param>
    /// <param name="From">The latest not-before of the chain.</param>
    /// <param name="Until">The first moment at which something that the verdict rests on may have ended.</param>
    internal sealed record Entry(ClientCertificateVerdict Verdict, DateTimeOffset From, DateTimeOffset Until);
}
