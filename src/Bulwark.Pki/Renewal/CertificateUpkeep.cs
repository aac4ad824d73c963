using Bulwark.Core;

namespace Bulwark.Pki.Renewal;

/// <summary>
/// Looks after the certificates while the instance runs: renews leaves a month before they end, ends connections of a CA on the moment it retires, warns of
/// certificates that are not ours to renew, and has certificates and revocation lists read again that somebody else has renewed. Several processes may do so at once; the folder's lock lets one after the other work.
/// </summary>
public sealed class CertificateUpkeep : IAsyncDisposable
{
    /// <summary>How often it looks. A start and a change of the clock aside, once a day would do.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly int[] WarnedDays = [1, 7, 14, 30];
    private static readonly TimeSpan AfterRetirement = TimeSpan.FromSeconds(1);

    private readonly PkiRequest _request;
    private readonly IReadOnlyList<string> _configured;
    private readonly Func<CancellationToken, Task> _reload;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, (DateTime Written, long Length)> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _warned = new(StringComparer.Ordinal);
    private Task _loop = Task.CompletedTask;
    private bool _isReloadDue;

    /// <summary>It does nothing until it is started.</summary>
    /// <param name="request">The instance.</param>
    /// <param name="configured">PEM files of certificates that the settings name.</param>
    /// <param name="reload">Makes every running tier read its files again.</param>
    public CertificateUpkeep(PkiRequest request, IReadOnlyList<string> configured, Func<CancellationToken, Task> reload)
    {
        _request = request;
        _configured = configured;
        _reload = reload;
    }

    /// <summary>Files with revocation lists that the settings name: who puts a newer one there has it in force within <see cref="Interval"/>.</summary>
    public IReadOnlyList<string> RevocationLists { get; init; } = [];

    /// <summary>Looks now, and then again and again until disposed of.</summary>
    public CertificateUpkeep Start()
    {
        _loop = Task.Run(RunAsync);
        return this;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // our own loop, started by Start; a server has no synchronization context to lock up
        await _loop;
#pragma warning restore VSTHRD003
        _stop.Dispose();
    }

    /// <summary>Looks once.</summary>
    internal async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A reload that failed is tried again: until then the tiers hold what is older than the files.
            _isReloadDue |= InstancePki.Ensure(_request) | HaveFilesChanged();
            if (_isReloadDue)
                await _reload(cancellationToken);

            _isReloadDue = false;
            Observe();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A full disk, a file that somebody is changing, or one that nobody foresaw: the next look may find it in order, and without a next look the certificates would end.
            Log.UpkeepFailed(_request.Logger, e.Message);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await CheckAsync(_stop.Token);
                await Task.Delay(Pause(), _request.Time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The instance stops.
        }
    }

    /// <summary>Until the next look: an hour, or less when a CA retires before.</summary>
    private TimeSpan Pause()
    {
        var now = _request.Time.GetUtcNow();
        try
        {
            var next = InstancePki.NextRetirement(_request);
            return next is { } at && at + AfterRetirement - now < Interval ? Max(at + AfterRetirement - now, AfterRetirement) : Interval;
        }
        catch (Exception e) when (e is OperatorException or IOException or UnauthorizedAccessException)
        {
            // The check has said what is wrong with the folder.
            return Interval;
        }
    }

    /// <summary>True when somebody has put another file in the place of one that the tiers hold in memory; the first look only takes note.</summary>
    private bool HaveFilesChanged()
    {
        var hasChanged = false;
        foreach (var file in _configured.Concat(RevocationLists))
        {
            var info = new FileInfo(file);
            var now = info.Exists ? (info.LastWriteTimeUtc, info.Length) : default;
            hasChanged |= _seen.TryGetValue(file, out var before) && before != now && info.Exists;
            _seen[file] = now;
        }

        return hasChanged;
    }

    private void Observe()
    {
        var now = _request.Time.GetUtcNow();
        var own = PkiInventory.Read(new PkiFolder(_request.Data), now).Select(one => (one.Name, one.NotAfter - now));
        Metrics.Show([.. own, .. _configured.Select(file => ("configured", Left(file, now)))]);
    }

    private TimeSpan Left(string file, DateTimeOffset now)
    {
        using var certificate = CertificateFiles.LoadCertificate(file);
        var left = certificate.ValidUntil - now;
        var days = (int)Math.Floor(left.TotalDays);
        var threshold = Array.Find(WarnedDays, warned => left < TimeSpan.FromDays(warned));
        if (threshold > 0 && (!_warned.TryGetValue(file, out var last) || threshold < last))
            Log.CertificateEnds(_request.Logger, file, days);

        _warned[file] = threshold > 0 ? threshold : int.MaxValue;
        return left;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
