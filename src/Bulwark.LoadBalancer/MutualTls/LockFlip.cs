using Bulwark.Core.Control;
using Bulwark.LoadBalancer.Control;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.LoadBalancer.MutualTls.Proofs;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>
/// Sets the mode of a listener at run time. A lock is shut only after every edge identity got through it in a trial: no proof, no flip.
/// </summary>
internal sealed class LockFlip(LockedListeners listeners, LockProof proof, AuditRecord audit, TimeProvider time, ILogger<LockFlip> log)
{
    /// <summary>Sets it, or says why not.</summary>
    public async Task<LockAnswer> SetAsync(LockedListener listener, LockRequest request, LockOptions options, ControlPeer peer, CancellationToken cancellationToken)
    {
        var seen = listener.State;
        var answer = new LockAnswer
        {
            IsSet = false,
            Listener = listener.Name,
            Before = seen.Policy.Mode,
            Mode = request.Mode,
            Declared = seen.Setup.Policy.Mode,
        };
        if (request.Mode == MutualTlsMode.Verify && seen.Policy.Mode != MutualTlsMode.Verify)
        {
            answer = answer with
            {
                Proof = await proof.TryAsync(listener, seen.Setup.Policy.In(MutualTlsMode.Verify), options.Proof, cancellationToken),
                WouldBeRefused = [.. audit.Report().Entries.Where(entry => entry.Listener == listener.Name)],
            };
            if (Objection(answer.Proof) is { } objection && !request.Force)
                return Refuse(answer, objection, peer);
        }

        return Set(listener, seen, answer, request.Now ? TimeSpan.Zero : options.Grace, peer);
    }

    private LockAnswer Set(LockedListener listener, ListenerState seen, LockAnswer answer, TimeSpan grace, ControlPeer peer)
    {
        var began = time.GetTimestamp();
        if (listeners.Flip(listener, seen, new LockOverride(answer.Mode, time.GetUtcNow(), peer), grace) is not { } ending)
            return Refuse(answer, "Other settings were put into force in the meantime: look at them and try again.", peer);

        var milliseconds = Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 1);
        Log.LockFlipped(log, listener.Name, answer.Before, answer.Mode, peer.UserId, peer.ProcessId, ending, milliseconds);
        return answer with { IsSet = true, Ending = ending, GraceSeconds = grace.TotalSeconds, Milliseconds = milliseconds };
    }

    private LockAnswer Refuse(LockAnswer answer, string reason, ControlPeer peer)
    {
        Log.FlipRefused(log, answer.Listener, answer.Mode, peer.UserId, peer.ProcessId, reason);
        return answer with { Refusal = reason };
    }

    private static string? Objection(IReadOnlyList<ProofResult> proof)
    {
        if (proof.Count == 0)
            return "There is no edge identity to prove the lock with: name one in loadBalancer.lock.proof, or shut the lock unproved with --force.";

        var refused = proof.Where(result => !result.IsAdmitted).Select(result => $"{result.Identity} ({result.Reason})").ToList();
        return refused.Count == 0 ? null : $"The lock would refuse {string.Join(", ", refused)}: mend that first, or shut the lock in spite of it with --force.";
    }
}
