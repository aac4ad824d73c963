using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Core.Revisions;

/// <summary>The revision that a tier runs under, and the one that it holds ready.</summary>
public sealed class TierRevision : IDisposable
{
    /// <summary>Whoever asks for a revision puts it into force at once; when that has not happened by now, it died.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(30);

    private readonly string _tier;
    private readonly TierEnvironment _environment;
    private readonly IServiceProvider _services;
    private readonly SettingsGate _gate;
    private readonly RevisionFolder _folder;
    private readonly ILogger _log;
    private volatile int _current;
    private HeldRevision? _held;

    internal TierRevision(string tier, TierEnvironment environment, IServiceProvider services)
    {
        _tier = tier;
        _environment = environment;
        _services = services;
        _gate = services.GetRequiredService<SettingsGate>();
        _folder = services.GetRequiredService<RevisionFolder>();
        _log = environment.LoggerFactory.CreateLogger<TierRevision>();
        _current = environment.Revision;
        StartedAt = environment.Time.GetUtcNow();
    }

    /// <summary>The revision that the tier runs under.</summary>
    public int Current => _current;

    internal DateTimeOffset StartedAt { get; }

    internal TierSettingsView View => new(_tier, Current, Volatile.Read(ref _held)?.Number, Environment.ProcessId, StartedAt) { PortOffset = _environment.PortOffset };

    /// <summary>Builds everything that a revision needs and holds it ready. What was held before is dropped.</summary>
    /// <exception cref="OperatorException">The tier cannot take it; nothing was changed.</exception>
    /// <exception cref="Configuration.ConfigException">Its text is invalid.</exception>
    public Task PrepareAsync(int number, CancellationToken cancellationToken) => _gate.RunAsync(() => Hold(number), cancellationToken);

    /// <summary>Says whether the tier could take a settings file, and keeps nothing.</summary>
    /// <exception cref="OperatorException">It cannot.</exception>
    /// <exception cref="Configuration.ConfigException">The file is invalid.</exception>
    public Task CheckAsync(string file, CancellationToken cancellationToken) =>
        _gate.RunAsync(() => _environment.Settings!.Prepare(_tier, file, _services).Dispose(), cancellationToken);

    /// <summary>Puts a revision into force that the history names as the one in force; done already: nothing happens.</summary>
    /// <param name="number">The revision.</param>
    /// <param name="peer">Who asks; null when the tier follows the history by itself.</param>
    /// <param name="cancellationToken">Stops waiting for another exchange.</param>
    /// <exception cref="OperatorException">The history names another one, or the tier cannot take this one.</exception>
    public Task CommitAsync(int number, ControlPeer? peer, CancellationToken cancellationToken) => _gate.RunAsync(() => Commit(number, peer), cancellationToken);

    /// <summary>Drops a revision that is held ready.</summary>
    public Task AbandonAsync(int number, CancellationToken cancellationToken) => _gate.RunAsync(
        () =>
        {
            if (_held?.Number == number)
                Drop();
        },
        cancellationToken);

    /// <inheritdoc />
    public void Dispose() => Drop();

    private void Hold(int number)
    {
        Drop();
        if (number == Current)
            return;

        var held = new HeldRevision(number, Build(number), _gate.Exchanges);
        held.Timer = _environment.Time.CreateTimer(_ => _ = DropForgottenAsync(held), null, HeldFor, Timeout.InfiniteTimeSpan);
        Volatile.Write(ref _held, held);
    }

    private void Commit(int number, ControlPeer? peer)
    {
        // A command that slept too long must not bring back what the others have left.
        var history = _folder.Read();
        if (history.IntendedAt(_environment.Time.GetUtcNow()) is not { } intended || intended.Number != number)
            throw new OperatorException($"Revision {number} is not the one in force.");

        if (number == Current)
            return;

        // The step of a promotion is the firewall's own matter; modes that an operator has set outlive it.
        if (history.HaveSameSettings(number, Current))
        {
            Drop();
            Become(number, peer);
            return;
        }

        // A reload in the meantime may have read newer files than the held one has.
        if (_held is not { } held || held.Number != number || held.Exchanges != _gate.Exchanges)
            Hold(number);

        PutIntoForce(Take()!, peer);
    }

    private void PutIntoForce(HeldRevision held, ControlPeer? peer)
    {
        _gate.PutIntoForce(held.Settings);
        Become(held.Number, peer);
    }

    private void Become(int number, ControlPeer? peer)
    {
        var previous = Current;
        _current = number;
        if (peer is null)
            Log.RevisionFollowed(_log, _tier, number, previous);
        else
            Log.RevisionInForce(_log, _tier, number, previous, peer.UserId, peer.ProcessId);
    }

    private IPreparedSettings Build(int number)
    {
        var file = _folder.PathOf(number);
        return File.Exists(file)
            ? _environment.Settings!.Prepare(_tier, file, _services)
            : throw new OperatorException($"Revision {number} is not kept any more: {file} is missing.");
    }

    private HeldRevision? Take()
    {
        var held = Interlocked.Exchange(ref _held, null);
        held?.Timer?.Dispose();
        return held;
    }

    private void Drop() => Take()?.Settings.Dispose();

    private Task DropForgottenAsync(HeldRevision forgotten) => _gate.RunAsync(
        () =>
        {
            if (!ReferenceEquals(_held, forgotten))
                return;

            Drop();
            Log.PreparedRevisionDropped(_log, _tier, forgotten.Number);
        },
        CancellationToken.None);

    private sealed record HeldRevision(int Number, IPreparedSettings Settings, int Exchanges)
    {
        public ITimer? Timer { get; set; }
    }
}
