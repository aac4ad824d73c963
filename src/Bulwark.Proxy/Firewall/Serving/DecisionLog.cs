using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>
/// The log of decisions: JSON lines, written by one writer in the order in which they were added, and given to the system as soon as there is a pause. What cannot be written is kept
/// and tried again; meanwhile the log <see cref="IsDown"/>, and no request is served.
/// </summary>
internal sealed class DecisionLog : IAsyncDisposable
{
    private const int MostWaiting = 1024;
    private const int BatchSize = 64 * 1024;
    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(2);

    private readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly CancellationTokenSource _ending = new();
    private readonly Stream _stream;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private volatile bool _isDown;
    private long _refused;

    /// <param name="stream">Where the lines go. It is disposed with the log.</param>
    /// <param name="logger">Where the operator learns that they cannot be written.</param>
    /// <param name="time">The clock.</param>
    public DecisionLog(Stream stream, ILogger logger, TimeProvider time)
    {
        (_stream, _logger, _time) = (stream, logger, time);
        _writing = WriteAllAsync();
    }

    /// <summary>Whether the last line could not be written.</summary>
    public bool IsDown => _isDown;

    /// <summary>Adds a line; waits while too many wait already, so that no line is ever lost.</summary>
    /// <exception cref="ChannelClosedException">The log has ended.</exception>
    public ValueTask AddAsync(Decision decision)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(line))
            JsonSerializer.Serialize(writer, decision, DecisionJson.Default.Decision);

        line.Write("\n"u8);
        return _waiting.Writer.WriteAsync(line.WrittenSpan.ToArray());
    }

    /// <summary>Notes that a request was refused because the log is down. It gets no line.</summary>
    public void CountRefused() => Interlocked.Increment(ref _refused);

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ending.CancelAsync();
#pragma warning disable VSTHRD003 // our own, begun with the log
        await _writing.WaitAsync(EndTime, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        await _stream.DisposeAsync();
        _ending.Dispose();
    }

    private async Task WriteAllAsync()
    {
        var lines = new ArrayBufferWriter<byte>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var count = 0;
            for (; lines.WrittenCount < BatchSize && _waiting.Reader.TryRead(out var line); count++)
                lines.Write(line);

            if (!await WriteAsync(lines.WrittenMemory))
            {
                Log.ServedLinesLost(_logger, count + _waiting.Reader.Count);
                return;
            }

            lines.ResetWrittenCount();
        }
    }

    /// <summary>Writes until it is written. False when the log ends before.</summary>
    private async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> lines)
    {
        var start = _stream.CanSeek ? _stream.Position : -1;
        while (true)
        {
            try
            {
                // What a failed attempt has written is written over.
                if (start >= 0)
                    _stream.Position = start;

                await _stream.WriteAsync(lines);
                await _stream.FlushAsync();
                SetUp();
                return true;
            }
#pragma warning disable CA1031 // whatever it is: without this writer no request is served again
            catch (Exception e)
#pragma warning restore CA1031
            {
                SetDown(e);
            }

            if (_ending.IsCancellationRequested)
                return false;

            await Task.Delay(RetryTime, _time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void SetUp()
    {
        if (!_isDown)
            return;

        _isDown = false;
        Log.ServedLogWorks(_logger, Interlocked.Exchange(ref _refused, 0));
    }

    private void SetDown(Exception exception)
    {
        if (!_isDown)
            Log.ServedLogFailed(_logger, exception.Message);

        _isDown = true;
    }
}
