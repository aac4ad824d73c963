using System.Text.Json;
using System.Threading.Channels;
using Bulwark.Proxy.Firewall.Exclusions;

namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>Lines on their way to the log. Requests never wait for the disk: lines for which there is no room are counted instead.</summary>
internal sealed class FirewallLog
{
    private const int MostWaiting = 4096;

    private readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private long _lost;

    /// <summary>The lines, each with its line end.</summary>
    public ChannelReader<byte[]> Lines => _waiting.Reader;

    /// <summary>How many lines were not written.</summary>
    public long Lost => Volatile.Read(ref _lost);

    public void Add(FirewallLine line) => Add(JsonSerializer.SerializeToUtf8Bytes(line, FirewallJournalJson.Default.FirewallLine));

    public void Add(TrafficLine line) => Add(JsonSerializer.SerializeToUtf8Bytes(line, FirewallJournalJson.Default.TrafficLine));

    public void Add(UnseenLine line) => Add(JsonSerializer.SerializeToUtf8Bytes(line, FirewallJournalJson.Default.UnseenLine));

    public void Lose(int count)
    {
        Interlocked.Add(ref _lost, count);
        FirewallMetrics.LinesLost(count);
    }

    private void Add(byte[] line)
    {
        if (!_waiting.Writer.TryWrite([.. line, (byte)'\n']))
            Lose(1);
    }
}
