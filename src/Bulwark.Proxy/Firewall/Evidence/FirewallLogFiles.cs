using System.Text.Json;
using Bulwark.Core;
using Bulwark.Core.Hosting;

namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>Reads the firewall's log of an instance: every <c>log/waf*.jsonl</c>, also while it is written. One line is in memory at a time.</summary>
/// <param name="data">The instance.</param>
public sealed class FirewallLogFiles(DataDirectory data)
{
    private const int LongestLine = 4 * 1024 * 1024;

    private readonly string _folder = Path.Combine(data.Root, "log");

    /// <summary>How many lines could not be read so far, as the last one after a power failure.</summary>
    public long Broken { get; private set; }

    /// <summary>The lines about requests, file by file.</summary>
    /// <param name="traffic">Gets the lines that say how many requests there were. Lines of other kinds are left out.</param>
    /// <param name="unseen">Gets the lines that say what exclusions left unseen.</param>
    /// <exception cref="OperatorException">There is no log, or it cannot be read.</exception>
    public IEnumerable<LoggedRequest> Read(Action<LoggedTraffic>? traffic = null, Action<LoggedUnseen>? unseen = null)
    {
        // By age: the file that was set aside first.
        string[] files = Directory.Exists(_folder) ? [.. Directory.GetFiles(_folder, "waf*.jsonl").OrderBy(File.GetLastWriteTimeUtc)] : [];
        if (files.Length == 0)
            throw new OperatorException($"There is no log of the firewall in {_folder}: nothing was found yet, or the firewall is off.");

        return files.SelectMany(file => ReadFile(file, traffic, unseen));
    }

    private IEnumerable<LoggedRequest> ReadFile(string file, Action<LoggedTraffic>? traffic, Action<LoggedUnseen>? unseen)
    {
        using var stream = Open(file);
        var buffer = new byte[64 * 1024];
        var (start, end) = (0, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                if (Parse(buffer.AsSpan(start, length), traffic, unseen) is { } line)
                    yield return line;

                start += length + 1;
                continue;
            }

            (buffer, end, start) = (MakeRoom(buffer, start, end), end - start, 0);
            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
                yield break; // what is left is a line that is being written

            end += read;
        }
    }

    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The firewall's log {file} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The bytes that wait, at the beginning of a buffer with room behind them.</summary>
    private byte[] MakeRoom(byte[] buffer, int start, int end)
    {
        var waiting = buffer.AsSpan(start, end - start);
        if (waiting.Length > LongestLine)
            throw new OperatorException($"The firewall's log in {_folder} has a line of more than {LongestLine >> 20} MiB, which it never writes.");

        var target = waiting.Length > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        waiting.CopyTo(target);
        return target;
    }

    private LoggedRequest? Parse(ReadOnlySpan<byte> line, Action<LoggedTraffic>? traffic, Action<LoggedUnseen>? unseen)
    {
        try
        {
            // What stands first in a line that is not about a request.
            if (line.StartsWith("{\"kind\":"u8))
            {
                if (line.StartsWith("{\"kind\":\"traffic\","u8) && JsonSerializer.Deserialize(line, EvidenceJson.Default.LoggedTraffic) is { } counts)
                    traffic?.Invoke(counts);
                else if (line.StartsWith("{\"kind\":\"exclusions\","u8) && JsonSerializer.Deserialize(line, EvidenceJson.Default.LoggedUnseen) is { } bytes)
                    unseen?.Invoke(bytes);

                return null;
            }

            if (JsonSerializer.Deserialize(line, EvidenceJson.Default.LoggedRequest) is { } request)
                return request;
        }
        catch (JsonException)
        {
            // Counted below: one broken line hides nothing of the others.
        }

        Broken++;
        return null;
    }
}
