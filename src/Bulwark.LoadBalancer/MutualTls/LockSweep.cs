using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>Judges every open connection of a listener again, and ends those that are refused.</summary>
internal sealed class LockSweep(TimeProvider time, ILogger<LockSweep> log)
{
    /// <summary>Does it now.</summary>
    /// <param name="listener">Whose connections.</param>
    /// <param name="grace">How long a refused connection may go on, so that requests under way are answered. Zero: it is cut at once.</param>
    /// <param name="hasTimePassed">Judge those that were good though the policy is the same: certificates expire, and revocation lists grow old.</param>
    /// <returns>How many have to end.</returns>
    public int Run(LockedListener listener, TimeSpan grace, bool hasTimePassed = false)
    {
        var verdicts = new VerdictCache();
        var ending = new List<OpenConnection>();
        foreach (var open in listener.Connections.All)
        {
            if (!TryJudge(listener, open, verdicts, hasTimePassed))
                continue;

            var mustEnd = open.MustEnd;
            if (mustEnd)
                ending.Add(open);

            // At once: nobody has to wait for the certificates of the others.
            if (mustEnd && grace == TimeSpan.Zero)
                open.Abort();
            else if (mustEnd || open.ShouldReconnect)
                open.RequestClose();
        }

        if (ending.Count > 0 && grace > TimeSpan.Zero)
            _ = AbortAfterAsync(ending, grace);

        return ending.Count;
    }

    /// <summary>Whoever cannot be judged is refused, and does not keep the others from being judged.</summary>
    private bool TryJudge(LockedListener listener, OpenConnection open, VerdictCache verdicts, bool hasTimePassed)
    {
        try
        {
            listener.JudgeAgain(open, verdicts, hasTimePassed);
            return true;
        }
#pragma warning disable CA1031 // whatever it is, the connection ends and the operator learns why
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.ConnectionNotJudged(log, e, listener.Name, open.RemoteEndPoint);
            open.Abort();
            return false;
        }
    }

    /// <summary>A flip back within the grace spares those that it lets in again.</summary>
    private async Task AbortAfterAsync(List<OpenConnection> ending, TimeSpan grace)
    {
        await Task.Delay(grace, time);
        foreach (var open in ending.Where(open => open.MustEnd))
            open.Abort();
    }
}
