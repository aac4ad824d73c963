using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;

namespace Bulwark.Pki.Revocation;

/// <summary>Verified revocation lists by the key of their issuer. A certificate is looked up in the list of whoever signed it, by serial number.</summary>
internal sealed class RevocationLists
{
    /// <summary>How far the clock of an issuer may be ahead of ours.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, RevocationList> _lists = new(StringComparer.Ordinal);
    private readonly TimeSpan _grace;

    private RevocationLists(TimeSpan grace) => _grace = grace;

    /// <summary>No list: nothing is revoked and nothing is stale.</summary>
    public static RevocationLists None { get; } = new(TimeSpan.Zero);

    /// <summary>Reads and verifies lists.</summary>
    /// <param name="files">PEM or DER.</param>
    /// <param name="authorities">The CAs that may have signed them.</param>
    /// <param name="grace">How long past its next update a list counts.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="OperatorException">A list cannot be used.</exception>
    public static RevocationLists Load(IEnumerable<string> files, IReadOnlyList<X509Certificate2> authorities, TimeSpan grace, DateTimeOffset now)
    {
        var lists = new RevocationLists(grace);
        foreach (var file in files)
            lists.Add(file, RevocationListReader.ReadFile(file), authorities, now);

        return lists;
    }

    /// <summary>The lists with the fingerprints of their issuers' keys.</summary>
    public IEnumerable<KeyValuePair<string, RevocationList>> All => _lists;

    /// <summary>A certificate of the chain is on the list of the one above it. The trusted CA at the top answers for itself.</summary>
    public bool IsRevoked(IReadOnlyList<X509Certificate2> chain)
    {
        for (var i = 0; i + 1 < chain.Count; i++)
        {
            if (Of(chain[i + 1])?.Lists(chain[i]) == true)
                return true;
        }

        return false;
    }

    /// <summary>An issuer in the chain has a list that counts no more.</summary>
    public bool IsStale(IReadOnlyList<X509Certificate2> chain, DateTimeOffset now) => now >= CountsUntil(chain);

    /// <summary>Until when every list counts that was asked about this chain.</summary>
    public DateTimeOffset CountsUntil(IReadOnlyList<X509Certificate2> chain)
    {
        var until = DateTimeOffset.MaxValue;
        for (var i = 1; i < chain.Count && _lists.Count > 0; i++)
        {
            if (Of(chain[i]) is { } list && list.NextUpdate + _grace < until)
                until = list.NextUpdate + _grace;
        }

        return until;
    }

    private RevocationList? Of(X509Certificate2 issuer) => _lists.Count == 0 ? null : _lists.GetValueOrDefault(Fingerprints.OfKey(issuer));

    private void Add(string file, RevocationList list, IReadOnlyList<X509Certificate2> authorities, DateTimeOffset now)
    {
        if (list.ThisUpdate > now + ClockTolerance)
            throw new OperatorException($"The revocation list {file} is not valid before {list.ThisUpdate:u}: set the clock.");

        var issuer = authorities.FirstOrDefault(list.IsSignedBy)
            ?? throw new OperatorException($"The revocation list {file} is not signed by a CA of the trust store: add its CA, or leave the list out.");

        // While a CA is exchanged, a copy of its list lies beside the copy of its certificate.
        var key = Fingerprints.OfKey(issuer);
        if (!_lists.TryAdd(key, list) && _lists[key].Number != list.Number)
            throw new OperatorException($"The revocation list {file} is the second one of '{issuer.Subject}': leave out the older one.");
    }
}
