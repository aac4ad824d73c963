using System.Net;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Forwarding.Http1;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Targets that do the same work, and who of them gets a request.</summary>
internal sealed class TargetGroup : IDisposable
{
    /// <summary>Longer than any long poll (Matrix clients ask for up to 120 s), and short enough that a tier that hangs is noticed.</summary>
    private static readonly ForwarderRequestConfig Request = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = TimeSpan.FromSeconds(300),
    };

    private readonly Lock _ejecting = new();
    private readonly Target[] _targets;
    private readonly ITargetChoice _choice;
    private readonly ILogger _log;
    private int _isFailingOpen;
    private bool _isUsed;

    /// <param name="name">Its name.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="states">What is known of targets.</param>
    /// <param name="environment">The instance.</param>
    /// <param name="watch">Is told of the targets' answers.</param>
    /// <exception cref="Core.OperatorException">A file is missing or unusable.</exception>
    public TargetGroup(string name, TargetGroupOptions options, TargetStates states, TierEnvironment environment, IAnswerWatch? watch)
    {
        Name = name;
        Options = options;
        Tls = options.Tls is null ? null : TargetTls.Load(options.Tls, environment);
        Addresses = [.. options.Targets.Select(target => TargetAddress.Parse(target, environment.Data.Root)!)];
        _log = environment.LoggerFactory.CreateLogger<TargetGroup>();
        _targets = [.. Addresses.Select((address, index) => CreateTarget(index, address, states.Get(name, address.Text), environment.Time, watch))];
        _choice = TargetChoices.Create(this, _targets, environment);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its settings.</summary>
    public TargetGroupOptions Options { get; }

    /// <summary>How its targets prove who they are.</summary>
    public TargetTls? Tls { get; }

    /// <summary>Where its targets listen, in the order of their indexes.</summary>
    public IReadOnlyList<TargetAddress> Addresses { get; }

    /// <summary>Its targets, in the order of their indexes.</summary>
    public IReadOnlyList<Target> Targets => _targets;

    /// <summary>True while no target is well, and all get requests all the same.</summary>
    public bool IsFailingOpen => Volatile.Read(ref _isFailingOpen) != 0;

    /// <summary>
    /// A target for a request, which is counted as under way there: <see cref="TargetState.Leave"/> ends it. Null when every target is draining, has as many requests as it may
    /// have, or has been tried.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="tried">The targets that are not asked again, as bits.</param>
    public Target? Acquire(HttpContext context, ulong tried)
    {
        // Written once a minute at most, so that processors need not pass this line around.
        if (!Volatile.Read(ref _isUsed))
            Volatile.Write(ref _isUsed, true);

        for (var usable = Usable(tried); usable != 0; usable = Usable(tried))
        {
            var target = _targets[_choice.Choose(context, usable)];
            if (target.TryEnter())
                return target;

            tried |= target.Bit;
        }

        return null;
    }

    /// <summary>Whether a request came since the last call.</summary>
    public bool TakeUse() => Interlocked.Exchange(ref _isUsed, false);

    /// <summary>Takes note of how a target has done.</summary>
    public void Report(Target target, string? failure)
    {
        if (failure is null)
        {
            target.State.Succeed();
            return;
        }

        var outliers = Options.OutlierEjection;
        if (target.State.Fail(failure) < outliers.ConsecutiveFailures || outliers.ConsecutiveFailures == 0)
            return;

        lock (_ejecting)
        {
            if (MayEject(target))
                target.State.Eject(outliers.BaseTime, outliers.MaxTime);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var target in _targets)
            target.Dispose();
    }

    private ulong Usable(ulong tried)
    {
        ulong usable = 0;
        ulong open = 0;
        var isAnyWell = false;
        foreach (var target in _targets)
        {
            var isWell = target.State.IsAvailable;
            isAnyWell |= isWell;
            if ((tried & target.Bit) != 0 || target.IsFull)
                continue;

            if (isWell)
                usable |= target.Bit;
            else if (!target.State.IsDraining)
                open |= target.Bit;
        }

        // A group in which nobody is well asks everybody: when it is the health check that is wrong, all goes on, and else nothing is lost.
        SetFailingOpen(!isAnyWell && open != 0);
        return isAnyWell ? usable : open;
    }

    private void SetFailingOpen(bool isFailingOpen)
    {
        var value = isFailingOpen ? 1 : 0;
        if (Volatile.Read(ref _isFailingOpen) == value || Interlocked.Exchange(ref _isFailingOpen, value) == value)
            return;

        if (isFailingOpen)
            Log.GroupFailsOpen(_log, Name);
        else
            Log.GroupRecovered(_log, Name);
    }

    private bool MayEject(Target target)
    {
        if (target.State.IsEjected)
            return false;

        var ejected = _targets.Count(other => other.State.IsEjected);
        return (ejected + 1) * 100 <= Options.OutlierEjection.MaxPercent * _targets.Length;
    }

    private Target CreateTarget(int index, TargetAddress address, TargetState state, TimeProvider time, IAnswerWatch? watch)
    {
        var connector = new TargetConnector(address, state.Connections, Tls);
        var name = Options.Targets.Count == 1 ? Name : FormattableString.Invariant($"{Name}-{index}");
        var forward = new ForwardTarget(name, TargetHttp.CreateHandler(connector), Request)
        {
            Pool = new TargetPool(connector.ConnectAsync, time),
            Watch = watch,
        };
        return new Target(index, state, forward, Options.MaxRequestsPerTarget);
    }
}
