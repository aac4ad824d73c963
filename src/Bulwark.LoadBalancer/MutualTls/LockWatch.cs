using Bulwark.LoadBalancer.ConnectionLogs;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.Proxy.Reloading;
using Microsoft.Extensions.Hosting;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>Sees to it that an open connection does not outlive its certificate, and that suppressed log lines are told.</summary>
internal sealed class LockWatch(LockedListeners listeners, LockJournal journal, ConnectionLog connectionLog, Generations<LoadBalancerGeneration> generations, TimeProvider time) : BackgroundService
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
            connectionLog.Tidy();
        }
    }
}
