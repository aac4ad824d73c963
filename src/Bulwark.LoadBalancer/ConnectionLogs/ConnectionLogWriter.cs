using System.Text.Json;
using Bulwark.Core.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer.ConnectionLogs;

/// <summary>Brings the connection log to <c>log/connections.jsonl</c>. The file is exchanged when it is large; one old one is kept.</summary>
internal sealed class ConnectionLogWriter(ConnectionLog lines, DataDirectory data, ILogger<ConnectionLogWriter> log) : BackgroundService
{
    /// <summary>The size in bytes at which a new file is begun.</summary>
    public const long LargestFile = 64L * 1024 * 1024;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _file = Path.Combine(data.Root, "log", "connections.jsonl");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
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
                byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, ConnectionLogJson.Default.ConnectionLine), (byte)'\n'];
                await file.WriteAsync(bytes);
                length += bytes.Length;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk is no reason to refuse an edge. The lines that wait go with it, so that this is told once for all of them.
            Log.ConnectionLogFailed(log, _file, e.Message, lines.Lose(1 + Drain()));
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
