using Bulwark.Core.Hosting;
using Bulwark.Pki.Acme;
using Bulwark.Proxy.Reloading;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Edge.Acme;

/// <summary>Looks after the certificate of ACME while the edge listens: without the edge's listener nobody could prove a name.</summary>
internal sealed class AcmeService : TierStep, IAsyncDisposable
{
    private readonly IServiceProvider _services;

    public AcmeService(TierEnvironment environment, PendingChallenges challenges, IServiceProvider services)
    {
        _services = services;
        Upkeep = new AcmeUpkeep(environment, challenges, Wanted, ReloadAsync);
    }

    public AcmeUpkeep Upkeep { get; }

    public ValueTask DisposeAsync() => Upkeep.DisposeAsync();

    protected override async Task AfterLastRequestAsync(CancellationToken cancellationToken) => await Upkeep.DisposeAsync();

    protected override Task ListeningAsync(CancellationToken cancellationToken)
    {
        Upkeep.Start();
        return Task.CompletedTask;
    }

    private AcmeRequest? Wanted()
    {
        var current = _services.GetRequiredService<Generations<EdgeGeneration>>().Current;
        return current.Options.Acme?.ToRequest(current.Environment);
    }

    /// <summary>The same settings with files read again: as <c>POST /pki/reload</c> does, for this tier alone.</summary>
    private Task ReloadAsync(CancellationToken cancellationToken) =>
        _services.GetRequiredService<SettingsGate>().ExchangeAsync(() => _services.GetRequiredService<ISettingsSwap<EdgeOptions>>().PrepareAgain(), cancellationToken);
}
