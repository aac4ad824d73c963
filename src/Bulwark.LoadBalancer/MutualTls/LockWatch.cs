using Bulwark.LoadBalancer.ConnectionLogs;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.Pki.Revocation;
using Bulwark.Proxy.Reloading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>Sees to it that an open connection does not outlive its certificate, that suppressed log lines are told, and that revocations are remembered.</summary>
internal sealed class LockWatch(LockedListeners listeners, LockJournal journal, ConnectionLog connectionLog, Generations<LoadBalancerGeneration> generations, TimeProvider time, ILogger<LockWatch> log) : BackgroundService
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            listeners.JudgeAgain(generations.Current.Options.Lock.Grace);
            journal.TellSuppressed();
            RevocationMemory.Keep(listeners.TrustStores, log);
            connectionLog.Tidy();
        }
    }
}
