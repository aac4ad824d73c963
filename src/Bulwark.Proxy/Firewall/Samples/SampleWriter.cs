using Bulwark.Core;
using Bulwark.Core.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>Brings samples to their files. Each start begins a new one, and all of a tier together are bounded: the oldest give way.</summary>
internal sealed class SampleWriter(SampleQueue queue, string tier, TierEnvironment environment) : BackgroundService
{
    /// <summary>The most files of full size that a tier keeps.</summary>
    public const int MostFullFiles = 16;

    private readonly ILogger _log = environment.LoggerFactory.CreateLogger<SampleWriter>();
    private SampleFile? _file;

    public override void Dispose()
    {
        _file?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await queue.Requests.WaitToReadAsync(stoppingToken))
                WriteWaiting();
        }
        catch (OperationCanceledException)
        {
            // The listeners are closed; what they left is written.
            WriteWaiting();
        }
    }

    private void WriteWaiting()
    {
        while (queue.Requests.TryRead(out var request))
        {
            try
            {
                Current().Write(request);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperatorException)
            {
                // What a full disk has cut off ends its file, or what follows could not be read. Those that wait go with it, so that this is told once for all of them.
                Close();
                FirewallMetrics.SamplesLost(1 + Drain());
                Log.SamplesFailed(_log, SampleFolder.Of(environment.Data), e.Message);
            }
        }
    }

    private SampleFile Current()
    {
        var now = environment.Time.GetUtcNow();
        if (_file?.IsOver(now) == true)
            Close();

        if (_file is null)
        {
            MakeRoom();
            _file = SampleFile.Create(environment.Data, tier, now);
        }

        return _file;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private void MakeRoom()
    {
        var files = SampleFolder.Files(environment.Data, tier);
        var size = files.Sum(file => new FileInfo(file).Length);
        foreach (var file in files)
        {
            if (size <= (MostFullFiles - 1L) * SampleFile.Largest)
                return;

            size -= new FileInfo(file).Length;
            File.Delete(file);
        }
    }

    private int Drain()
    {
        var count = 0;
        while (queue.Requests.TryRead(out _))
            count++;

        return count;
    }
}
