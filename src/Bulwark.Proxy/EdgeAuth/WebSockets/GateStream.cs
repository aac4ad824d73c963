using Bulwark.Core.Http;

namespace Bulwark.Proxy.EdgeAuth.WebSockets;

/// <summary>The client's end of a WebSocket. What the client sends is held back until its first message has been judged; after that bytes pass as they are, until the token ends.</summary>
internal sealed class GateStream(Stream client, SocketGate gate) : AsyncStream
{
    private readonly FramedOutput _output = new(client);
    private ReadOnlyMemory<byte>? _held;
    private ITimer? _expiry;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    /// <summary>What the client sends, as far as it may be passed on.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _held is { IsEmpty: true } ? client.ReadAsync(buffer, cancellationToken) : ReadHeldAsync(buffer, cancellationToken);

    /// <summary>Sends to the client.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _output.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _expiry?.Dispose();
            _output.Dispose();
            client.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadHeldAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var held = _held ??= await HoldAsync(cancellationToken);
        var count = Math.Min(buffer.Length, held.Length);
        held.Span[..count].CopyTo(buffer.Span);
        _held = held[count..];
        return count;
    }

    /// <summary>Reads the first message and judges it. Gives what the client has sent until then.</summary>
    /// <exception cref="OperationCanceledException">It was refused, and the client has been told.</exception>
    private async Task<ReadOnlyMemory<byte>> HoldAsync(CancellationToken cancellationToken)
    {
        var message = new FirstMessage();
        var state = await ReadFirstMessageAsync(message, cancellationToken);
        var verdict = state == FirstMessageState.Complete
            ? await gate.JudgeAsync(message.Text, cancellationToken)
            : new EdgeAuthVerdict(state is FirstMessageState.Broken or FirstMessageState.TooLarge ? EdgeAuthResult.Malformed : EdgeAuthResult.Missing);
        gate.Count(verdict.Result);
        if (gate.IsCounting)
            return message.Bytes;

        if (verdict.Result != EdgeAuthResult.Allowed)
            await RefuseAsync(CodeOf(state, verdict), cancellationToken);

        CloseAtExpiry(verdict.Token!.ExpiresAt);
        return message.Bytes;
    }

    private async Task<FirstMessageState> ReadFirstMessageAsync(FirstMessage message, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(SocketGate.FirstMessageTimeout, gate.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var state = FirstMessageState.Incomplete;
        try
        {
            while (state == FirstMessageState.Incomplete)
                state = message.Add(await client.ReadAsync(message.Space, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // In time it did not come.
        }

        return state;
    }

    private static int CodeOf(FirstMessageState state, EdgeAuthVerdict verdict) => state switch
    {
        FirstMessageState.Broken => CloseCode.ProtocolError,
        FirstMessageState.TooLarge => CloseCode.TooLarge,
        _ => CloseCode.Of(verdict.Result),
    };

    /// <summary>Tells the client why, then ends both directions.</summary>
    private async Task RefuseAsync(int code, CancellationToken cancellationToken)
    {
        await _output.CloseAsync(code, gate.Ended.Token);
        await Farewell.RunAsync(client, gate.Time, cancellationToken);
        await gate.Ended.CancelAsync();
        throw new OperationCanceledException(gate.Ended.Token);
    }

    private void CloseAtExpiry(DateTimeOffset expiresAt)
    {
        var left = expiresAt - gate.Time.GetUtcNow();
        _expiry = gate.Time.CreateTimer(_ => _ = EndAsync(), null, left > TimeSpan.Zero ? Shorten(left) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    // A timer takes no more than 49 days; no token should live that long, and one that does is asked for again then.
    private static TimeSpan Shorten(TimeSpan left) => left < TimeSpan.FromDays(30) ? left : TimeSpan.FromDays(30);

    /// <summary>The token has ended.</summary>
    private async Task EndAsync()
    {
        try
        {
            await _output.CloseAsync(CloseCode.Unauthorized, gate.Ended.Token);
            await Task.Delay(Farewell.Time, gate.Time, gate.Ended.Token);
            await gate.Ended.CancelAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client, or the service behind, was quicker.
        }
    }
}
