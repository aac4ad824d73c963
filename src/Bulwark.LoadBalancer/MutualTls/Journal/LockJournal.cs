using System.Net;
using Bulwark.Core.Usage;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer.MutualTls.Journal;

/// <summary>Tells what the locks decide: log, metrics and the record of <c>audit</c>.</summary>
internal sealed class LockJournal(AuditRecord audit, UsageRecord usage, TimeProvider time, ILogger<LockJournal> log)
{
    private readonly Repetition _refusals = new(time);

    /// <summary>A new connection was judged.</summary>
    public void Judged(string listener, EndPoint? remote, Admission admission)
    {
        Usage.Note(usage, admission);
        if (!admission.IsAdmitted)
            Refused(listener, remote, admission);
        else if (WouldBeRefused(admission))
            Record(listener, remote, admission);
    }

    /// <summary>An open connection was judged again.</summary>
    public void JudgedAgain(string listener, EndPoint? remote, Admission before, Admission now)
    {
        if (!now.IsAdmitted && before.IsAdmitted)
            Refused(listener, remote, now);
        else if (WouldBeRefused(now) && !(WouldBeRefused(before) && before.Certificate.Reason == now.Certificate.Reason))
            Record(listener, remote, now);
    }

    /// <summary>Writes how many refusals were not written.</summary>
    public void TellSuppressed()
    {
        foreach (var (kind, suppressed) in _refusals.TakeEnded())
            Log.RefusalsSuppressed(log, suppressed, kind.Listener, kind.Reason, kind.Fingerprint);
    }

    private static bool WouldBeRefused(Admission admission) => !admission.IsVerified && admission.Policy.Mode == MutualTlsMode.Audit;

    private void Refused(string listener, EndPoint? remote, Admission admission)
    {
        Metrics.Rejected(listener, admission.Certificate.Reason);
        if (_refusals.IsFirst(RefusalKind.Of(listener, admission), out var suppressed))
        {
            Log.ConnectionRefused(
                log, remote, listener, admission.Certificate.Reason, admission.Certificate.CommonName, admission.Evidence.Fingerprint, suppressed);
        }
    }

    private void Record(string listener, EndPoint? remote, Admission admission)
    {
        if (audit.Add(listener, remote, admission))
            Log.WouldBeRefused(log, remote, listener, admission.Certificate.Reason, admission.Certificate.CommonName, admission.Evidence.Fingerprint);
    }
}
