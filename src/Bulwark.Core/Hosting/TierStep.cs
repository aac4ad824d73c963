using Microsoft.Extensions.Hosting;

namespace Bulwark.Core.Hosting;

/// <summary>
/// A part of a tier that has something to do when the tier starts or ends. Steps run one after the other in the order in which they were added, while
/// the process holds the lock of the tier.
/// </summary>
public abstract class TierStep : IHostedLifecycleService
{
    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => BeforeListeningAsync(cancellationToken);

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => ListeningAsync(cancellationToken);

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => AfterLastRequestAsync(cancellationToken);

    /// <summary>The tier does not listen yet. What is thrown here ends the start.</summary>
    protected virtual Task BeforeListeningAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The listeners are bound.</summary>
    protected virtual Task ListeningAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The listeners are closed and the last request is answered.</summary>
    protected virtual Task AfterLastRequestAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
