using Bulwark.Core.Hosting;
using Bulwark.Proxy.Firewall.Exclusions;
using Bulwark.Proxy.Firewall.Members;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>Brings the log to its file (0600). The file is exchanged when it is large; one old one is kept.</summary>
internal sealed class FirewallLogWriter(FirewallLog lines, TrafficCount traffic, UnseenLog unseen, string tier, TierEnvironment environment) : BackgroundService
{
    /// <summary>The size in bytes at which a new file is begun.</summary>
    public const long LargestFile = 64L * 1024 * 1024;

    /// <summary>How often it is written how many requests there were.</summary>
    public static readonly TimeSpan TrafficInterval = TimeSpan.FromMinutes(1);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _file = PathOf(environment.Data, tier);
    private readonly ILogger _log = environment.LoggerFactory.CreateLogger<FirewallLogWriter>();

    /// <summary>Each tier has a file of its own, because one process at a time may write it.</summary>
    public static string PathOf(DataDirectory data, string tier) => Path.Combine(data.Root, "log", tier == "edge" ? "waf.jsonl" : $"waf-{tier}.jsonl");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var timer = environment.Time.CreateTimer(_ => WriteCounts(), state: null, TrafficInterval, TrafficInterval);
        try
        {
            while (await lines.Lines.WaitToReadAsync(stoppingToken))
                await WriteWaitingAsync();
        }
        catch (OperationCanceledException)
        {
            // The listeners are closed; what they left is written.
            await WriteWaitingAsync();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        WriteCounts();
        await base.StopAsync(cancellationToken);
    }

    private void WriteCounts()
    {
        traffic.WriteTo(lines);
        unseen.WriteTo(lines);
    }

    private async Task WriteWaitingAsync()
    {
        if (lines.Lines.Count == 0)
            return;

        try
        {
            await using var file = Open();
            var length = file.Length;
            while (length < LargestFile && lines.Lines.TryRead(out var line))
            {
                await file.WriteAsync(line);
                length += line.Length;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk is no reason to serve nobody. The lines that wait go with it, so that this is told once for all of them.
            lines.Lose(1 + Drain());
            Log.FirewallLogFailed(_log, _file, e.Message, lines.Lost);
        }
    }

    private FileStream Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!, OwnerOnly | UnixFileMode.UserExecute);
        if (new FileInfo(_file) is { Exists: true, Length: >= LargestFile })
            File.Move(_file, Path.ChangeExtension(_file, ".1.jsonl"), overwrite: true);

        return new FileStream(_file, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = OwnerOnly,
        });
    }

    private int Drain()
    {
        var count = 0;
        while (lines.Lines.TryRead(out _))
            count++;

        return count;
    }
}
