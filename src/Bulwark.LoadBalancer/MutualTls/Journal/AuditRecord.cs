using System.Net;
using Bulwark.Pki;

namespace Bulwark.LoadBalancer.MutualTls.Journal;

/// <summary>
/// Who would be refused, by certificate and reason. Its size is bounded, and strangers cannot fill it: certificates of no CA of ours, which anybody can make by the thousand,
/// leave room for those whose refusal an operator has to know of before the flip.
/// </summary>
internal sealed class AuditRecord(TimeProvider time)
{
    /// <summary>The most entries.</summary>
    public const int MostEntries = 1000;

    /// <summary>The most entries with certificates that anybody can make.</summary>
    public const int MostUntrusted = 800;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Listener, string? Fingerprint, ClientCertificateReason Reason), AuditEntry> _entries = [];
    private int _untrusted;
    private long _overflow;

    /// <summary>Counts a connection.</summary>
    /// <returns>True for the first one of its kind.</returns>
    public bool Add(string listener, EndPoint? remote, Admission admission)
    {
        var key = (listener, admission.Evidence.Fingerprint, admission.Certificate.Reason);
        var address = (remote as IPEndPoint)?.Address.ToString();
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                _entries[key] = known with { Count = known.Count + 1, LastSeen = now, LastAddress = address };
                return false;
            }

            if (!HasRoom(admission))
            {
                _overflow++;
                return false;
            }

            _untrusted += IsAnybodys(admission) ? 1 : 0;
            _entries.Add(key, Create(listener, admission, now, address));
            return true;
        }
    }

    /// <summary>Everything so far.</summary>
    public AuditReport Report()
    {
        lock (_lock)
            return new AuditReport([.. _entries.Values.OrderByDescending(entry => entry.Count)], _overflow);
    }

    private bool HasRoom(Admission admission) => _entries.Count < MostEntries && (_untrusted < MostUntrusted || !IsAnybodys(admission));

    /// <summary>Before a chain leads to a CA of ours nothing else is said of a certificate; only its bytes may be no good at all.</summary>
    private static bool IsAnybodys(Admission admission) =>
        admission.Certificate.Reason is ClientCertificateReason.Untrusted or ClientCertificateReason.UnsupportedCertificate;

    private static AuditEntry Create(string listener, Admission admission, DateTimeOffset now, string? address)
    {
        using var leaf = admission.Evidence.OpenLeaf();
        return new AuditEntry
        {
            Listener = listener,
            Fingerprint = admission.Evidence.Fingerprint,
            Reason = admission.Certificate.Reason,
            Subject = leaf is null ? null : DistinguishedNames.ToRfc2253(leaf.SubjectName),
            Count = 1,
            FirstSeen = now,
            LastSeen = now,
            LastAddress = address,
        };
    }
}
