using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulwark.Pki.Acme;

/// <summary>
/// Gets the edge's certificate from an ACME server and renews it, in the background: nothing waits for it, and the certificate before stays in use until the new one is
/// whole.
/// </summary>
public sealed class AcmeUpkeep : IAsyncDisposable
{
    /// <summary>The longest sleep: then it looks again, in case the clock was changed.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    private readonly TierEnvironment _environment;
    private readonly PendingChallenges _challenges;
    private readonly Func<AcmeRequest?> _wanted;
    private readonly Func<CancellationToken, Task> _reload;
    private readonly AcmeFiles _files;
    private readonly ILogger _log;
    private readonly SuggestedRenewal _suggested;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile AcmeStatus _status = new();
    private Task _loop = Task.CompletedTask;
    private bool _isReloadDue;
    private int _isDisposed;

    /// <summary>It does nothing until it is started.</summary>
    /// <param name="environment">Where the files are; the clock; the log.</param>
    /// <param name="challenges">What the edge shows while names are proved.</param>
    /// <param name="wanted">What the settings in force ask for; null: no ACME.</param>
    /// <param name="reload">Puts a new certificate into use.</param>
    public AcmeUpkeep(TierEnvironment environment, PendingChallenges challenges, Func<AcmeRequest?> wanted, Func<CancellationToken, Task> reload)
    {
        _environment = environment;
        _challenges = challenges;
        _wanted = wanted;
        _reload = reload;
        _files = new AcmeFiles(environment.Data);
        _log = environment.LoggerFactory.CreateLogger<AcmeUpkeep>();
        _suggested = new SuggestedRenewal(environment.Time, _log);
    }

    /// <summary>How things stand.</summary>
    public AcmeStatus Status => _status;

    /// <summary>Looks now, and then again and again until disposed of.</summary>
    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Looks again, because settings have changed. What failed under the old ones is tried at once.</summary>
    public void SettingsChanged() => _wake.Writer.TryWrite(false);

    /// <summary>Gets another certificate now, whatever the present one says.</summary>
    public void Renew() => _wake.Writer.TryWrite(true);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;

        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // our own loop, started by Start; a server has no synchronization context to lock up
        await _loop;
#pragma warning restore VSTHRD003
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var (isWoken, isAsked) = (false, false);
            while (true)
            {
                var pause = await LookAsync(isWoken, isAsked, _stop.Token);
                (isWoken, isAsked) = await SleepAsync(pause);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The edge stops. What was under way is in the state.
        }
    }

    private async Task<(bool IsWoken, bool IsAsked)> SleepAsync(TimeSpan pause)
    {
        using var timer = new CancellationTokenSource(pause, _environment.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, _stop.Token);
        try
        {
            return (true, await _wake.Reader.ReadAsync(both.Token));
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return (false, false);
        }
    }

    /// <summary>Looks once, and gets a certificate if it is time.</summary>
    /// <param name="isWoken">True: a failure before does not hold it back.</param>
    /// <param name="isAsked">True: it is time in any case.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How long until the next look.</returns>
    internal async Task<TimeSpan> LookAsync(bool isWoken, bool isAsked, CancellationToken cancellationToken)
    {
        AcmeRequest? request = null;
        try
        {
            request = _wanted();
            if (request is null)
                return Rest();

            var (reason, at) = await NextAsync(request, isWoken, isAsked, cancellationToken);
            if (at <= Now)
                await RenewAsync(request, reason, cancellationToken);

            await ReloadAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested) // whatever it is: without a next look the certificate would end
        {
            Fail(request, e);
        }

        return _status.NextTry is { } next && next - Now < LongestSleep ? Max(next - Now, TimeSpan.FromSeconds(1)) : LongestSleep;
    }

    private DateTimeOffset Now => _environment.Time.GetUtcNow();

    /// <summary>The settings ask for nothing: what is left of former ones goes once it is of no use.</summary>
    private TimeSpan Rest()
    {
        _status = new AcmeStatus();
        var state = _files.ReadState();
        if (state.LastError is not null || state.Order is not null)
            _files.WriteState(state.WithoutFailure().WithoutOrder());

        if (_files.TryLoad(out _) is { } certificate && RenewalTime.Of(certificate.TargetCertificate) <= Now)
            _files.RemoveCertificate();

        return LongestSleep;
    }

    /// <summary>When the server is to be asked, and why.</summary>
    private async Task<(string Reason, DateTimeOffset At)> NextAsync(AcmeRequest request, bool isWoken, bool isAsked, CancellationToken cancellationToken)
    {
        var state = _files.ReadState();
        var certificate = _files.TryLoad(out var problem)?.TargetCertificate;
        var reason = isAsked ? "it was asked for" : problem ?? ReasonNow(request, state, certificate);
        var at = reason is null ? RenewalTime.Of(certificate!) : DateTimeOffset.MinValue;
        if (reason is null && await _suggested.FindAsync(request, certificate!, cancellationToken) is { } suggested && suggested < at)
            at = suggested;

        if (!isWoken && state.NextTry is { } next && next > at)
            at = next;

        _status = StatusOf(request, certificate, state) with { NextTry = at > Now ? at : null, State = at <= Now ? "working" : state.LastError is null ? "waiting" : "failing" };
        return (reason ?? "it is time to renew", at);
    }

    private string? ReasonNow(AcmeRequest request, AcmeState state, X509Certificate2? certificate)
    {
        if (certificate is null)
            return "there is none yet";

        if (state.CertificateDirectory != request.Directory.AbsoluteUri)
            return "the one before came from another server";

        if (!LeafState.Covers(certificate, request.Names))
            return "it does not name every host";

        return state.Order is not null && File.Exists(_files.OrderKeyFile) ? "an order is under way" : null;
    }

    private async Task RenewAsync(AcmeRequest request, string reason, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", request.Names);
        Log.AcmeBegins(_log, request.Directory, names, reason);
        var replaces = _files.TryLoad(out _) is { } present && _files.ReadState().CertificateDirectory == request.Directory.AbsoluteUri
            ? RenewalTime.NameOf(present.TargetCertificate)
            : null;
        await new AcmeIssuance(request, _files, _challenges, _environment).RunAsync(replaces, cancellationToken);
        _isReloadDue = true;
        var certificate = _files.TryLoad(out _)?.TargetCertificate;
        Log.AcmeIssued(_log, names, certificate?.ValidUntil);
        Metrics.CountAcme("issued", failures: 0);
    }

    /// <summary>A reload that failed is tried again: until then the edge shows what is older than the file.</summary>
    private async Task ReloadAsync(AcmeRequest request, CancellationToken cancellationToken)
    {
        if (!_isReloadDue)
            return;

        await _reload(cancellationToken);
        _isReloadDue = false;
        if (_files.ReadState() is { LastError: not null } state)
            _files.WriteState(state.WithoutFailure());

        var certificate = _files.TryLoad(out _)?.TargetCertificate;
        _status = StatusOf(request, certificate, _files.ReadState()) with { State = "waiting", NextTry = certificate is null ? null : RenewalTime.Of(certificate) };
    }

    private void Fail(AcmeRequest? request, Exception e)
    {
        var state = _files.ReadState();
        var certificate = _files.TryLoad(out _)?.TargetCertificate;
        var wait = RenewalTime.AfterFailure(state.Failures + 1, certificate?.ValidUntil - Now, (e as AcmeException)?.RetryAfter);
        state = state with { Failures = state.Failures + 1, LastError = e.Message, LastErrorAt = Now, NextTry = Now + wait };
        Log.AcmeFailed(_log, state.Failures, e.Message, state.NextTry.Value);
        Metrics.CountAcme("failed", state.Failures);
        _status = StatusOf(request, certificate, state) with { State = "failing", NextTry = state.NextTry };
        try
        {
            _files.WriteState(state);
        }
        catch (OperatorException)
        {
            // A full disk, perhaps the very failure that was just told. The next look comes later all the same.
        }
    }

    private static AcmeStatus StatusOf(AcmeRequest? request, X509Certificate2? certificate, AcmeState state) => new()
    {
        Directory = request?.Directory.AbsoluteUri,
        Names = request?.Names ?? [],
        Challenge = request?.ChallengeType,
        NotAfter = certificate?.ValidUntil,
        Serial = certificate?.SerialNumber,
        Failures = state.Failures,
        LastError = state.LastError,
        LastErrorAt = state.LastErrorAt,
    };

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
