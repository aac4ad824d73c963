using System.Threading.Channels;
using Bulwark.LoadBalancer.MutualTls.Journal;

namespace Bulwark.LoadBalancer.ConnectionLogs;

/// <summary>
/// The connection log: a line a handshake, when the settings ask for it. Handshakes never wait for the disk: what <see cref="ConnectionLogWriter"/> cannot take is counted
/// and lost.
/// </summary>
internal sealed class ConnectionLog(TimeProvider time)
{
    private const int MostWaiting = 4096;

    private readonly Channel<ConnectionLine> _lines = Channel.CreateBounded<ConnectionLine>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Repetition _refusals = new(time);
    private long _lost;
    private volatile bool _isOn;

    /// <summary>True while the settings ask for the log.</summary>
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }

    /// <summary>What waits to be written.</summary>
    public ChannelReader<ConnectionLine> Lines => _lines.Reader;

    /// <summary>Writes a handshake, unless it is one more refusal of a kind that was written a moment ago.</summary>
    public void Write(HandshakeRecord handshake)
    {
        if (!_isOn)
            return;

        var suppressed = 0;
        if (!handshake.Admission.IsAdmitted && !_refusals.IsFirst(RefusalKind.Of(handshake.Listener, handshake.Admission), out suppressed))
            return;

        if (!_lines.Writer.TryWrite(ConnectionLine.Of(handshake, time.GetUtcNow(), suppressed)))
            Lose(1);
    }

    /// <summary>Forgets the kinds of refusals that have stopped.</summary>
    public void Tidy() => _refusals.TakeEnded();

    /// <summary>Counts lines that will not be written.</summary>
    /// <returns>How many there are by now.</returns>
    public long Lose(int lines) => Interlocked.Add(ref _lost, lines);
}
