using System.Runtime.InteropServices;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.Firewall.Journal;
using Bulwark.Proxy.RateLimiting.Counting;

namespace Bulwark.Proxy.Firewall.Members;

/// <summary>How many requests there were, and how many of them came from members: what the lines of the log are a share of, which most requests leave none in.</summary>
internal sealed class TrafficCount(TierEnvironment environment)
{
    private readonly StripedCount _requests = new();
    private readonly StripedCount _memberRequests = new();
    private readonly StripedCount _refused = new();
    private readonly StripedCount _memberRefused = new();
    private readonly Lock _writing = new();
    private DateTimeOffset _since = environment.Time.GetUtcNow();
    private Sums _written;

    /// <summary>A request has come.</summary>
    public void Came() => _requests.Increment();

    /// <summary>A member's request was answered by the service behind.</summary>
    public void AnsweredMember() => _memberRequests.Increment();

    /// <summary>The firewall has refused a request.</summary>
    public void Refused(bool isMembers)
    {
        _refused.Increment();
        if (!isMembers)
            return;

        _memberRequests.Increment();
        _memberRefused.Increment();
    }

    /// <summary>Adds a line with what was counted since the one before; none when nothing was.</summary>
    public void WriteTo(FirewallLog log)
    {
        lock (_writing)
        {
            var now = environment.Time.GetUtcNow();
            var sums = new Sums(_requests.Value, _memberRequests.Value, _refused.Value, _memberRefused.Value);
            if (sums != _written)
                log.Add(LineOf(sums, now));

            (_written, _since) = (sums, now);
        }
    }

    private TrafficLine LineOf(Sums sums, DateTimeOffset now) => new()
    {
        Time = now,
        Since = _since,
        Requests = sums.Requests - _written.Requests,
        MemberRequests = sums.MemberRequests - _written.MemberRequests,
        Refused = sums.Refused - _written.Refused,
        MemberRefused = sums.MemberRefused - _written.MemberRefused,
    };

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Sums(long Requests, long MemberRequests, long Refused, long MemberRefused);
}
