using Bulwark.Core.Http;
using Bulwark.Proxy.EdgeAuth.WebSockets;
using Bulwark.Proxy.Firewall.Serving;

namespace Bulwark.Proxy.Firewall.WebSockets;

/// <summary>The client's end of a WebSocket. What the client sends passes as it came, each message as soon as it is whole and the rules have seen it.</summary>
internal sealed class InspectedSocket(Stream client, SocketInspection inspection) : AsyncStream
{
    /// <summary>Room beside the longest message for the frames around its parts, and for pings between them.</summary>
    private const int FrameRoom = 64 * 1024;

    /// <summary>How long a message that has begun may take to its end.</summary>
    private static readonly TimeSpan MessageTimeout = TimeSpan.FromSeconds(30);

    private readonly FramedOutput _output = new(client);
    private readonly MessageReader _reader = new(inspection.Limit, new HeldBody(RequestFirewall.Memory, inspection.Share), inspection.IsGood);
    private HeldBody _held = new(RequestFirewall.Memory, inspection.Share);
    private long _heldSince;
    private int _passed;
    private int _given;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    /// <summary>What the client sends, as far as it may be passed on.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_given < _passed)
                return Give(buffer.Span);

            var count = _held.Length == 0 ? await ReadThroughAsync(buffer, cancellationToken) : await ReadHeldAsync(cancellationToken);
            if (count is { } known)
                return known;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _output.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Dispose();
            _held.Dispose();
            _output.Dispose();
            client.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Nothing is held: whole messages need not be copied.</summary>
    /// <returns>How many bytes may be passed on; null when none may be yet.</returns>
    private async ValueTask<int?> ReadThroughAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await client.ReadAsync(buffer, cancellationToken);
        if (count == 0)
            return 0;

        var state = _reader.Read(buffer.Span[..count], out var passed);
        if (state == MessageState.Good && !TryHold(_held, buffer.Span[passed..count]))
            state = NoRoom(_held);

        _heldSince = inspection.Time.GetTimestamp();
        if (state != MessageState.Good)
            await RefuseAsync(state, cancellationToken);

        return passed > 0 ? passed : null;
    }

    /// <summary>A message has begun, and waits for its end.</summary>
    private async ValueTask<int?> ReadHeldAsync(CancellationToken cancellationToken)
    {
        var room = _held.Room(inspection.Limit + FrameRoom);
        if (room.IsEmpty)
            await RefuseAsync(_held.Length >= inspection.Limit ? MessageState.TooLarge : NoRoom(_held), cancellationToken);

        var count = await ReadInTimeAsync(room, cancellationToken);
        if (count is null)
            await RefuseAsync(MessageState.Slow, cancellationToken);

        if (count is not > 0)
            return 0;

        _held.Advance(count.Value);
        var state = _reader.Read(_held.Bytes.Span, out _passed);
        if (state != MessageState.Good)
            await RefuseAsync(state, cancellationToken);

        return null;
    }

    /// <summary>Reads what comes next; null when the message has taken too long.</summary>
    private async ValueTask<int?> ReadInTimeAsync(Memory<byte> room, CancellationToken cancellationToken)
    {
        var left = MessageTimeout - inspection.Time.GetElapsedTime(_heldSince);
        using var over = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, inspection.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            return await client.ReadAsync(room, either.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static MessageState NoRoom(HeldBody held) => held.IsShareSpent ? MessageState.NoShare : MessageState.NoRoom;

    private int Give(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _passed - _given);
        _held.Bytes.Span.Slice(_given, count).CopyTo(buffer);
        _given += count;
        if (_given == _passed)
            Forget();

        return count;
    }

    /// <summary>Keeps only what may not be passed on yet.</summary>
    private void Forget()
    {
        var before = _held;
        _held = new HeldBody(RequestFirewall.Memory, inspection.Share);
        _heldSince = inspection.Time.GetTimestamp();
        var isKept = TryHold(_held, before.Bytes.Span[_passed..]);
        before.Dispose();
        (_passed, _given) = (0, 0);
        if (!isKept)
            throw new IOException("There is no memory left to hold a message in.");
    }

    private bool TryHold(HeldBody held, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = held.Room(inspection.Limit + FrameRoom).Span;
            if (room.IsEmpty)
                return false;

            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            held.Advance(count);
            bytes = bytes[count..];
        }

        return true;
    }

    /// <summary>Tells the client why, then ends both directions.</summary>
    /// <exception cref="OperationCanceledException">Always.</exception>
    private async Task RefuseAsync(MessageState state, CancellationToken cancellationToken)
    {
        inspection.Refused(state);
        await _output.CloseAsync(CodeOf(state), inspection.Ended.Token);
        await Farewell.RunAsync(client, inspection.Time, cancellationToken);
        await inspection.Ended.CancelAsync();
        throw new OperationCanceledException(inspection.Ended.Token);
    }

    private static int CodeOf(MessageState state) => state switch
    {
        MessageState.Refused => CloseCode.Forbidden,
        MessageState.TooLarge => CloseCode.TooLarge,
        MessageState.NoRoom or MessageState.NoShare or MessageState.Slow => CloseCode.TryAgainLater,
        _ => CloseCode.ProtocolError,
    };
}
