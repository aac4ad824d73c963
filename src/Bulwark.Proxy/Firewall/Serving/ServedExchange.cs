using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Bulwark.Proxy.Headers;
using Microsoft.AspNetCore.Connections;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>One request and its answer, between a client's connection, the rules and the upstream. Used for one exchange after the other.</summary>
internal sealed class ServedExchange(ConnectionContext connection, ServedContext context, ReadPatience patience) : IDisposable
{
    private static readonly TimeSpan BodyTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(100);

    private readonly PipeReader _input = connection.Transport.Input;
    private readonly PipeWriter _output = connection.Transport.Output;
    private readonly ServedEnds _ends = new(connection.RemoteEndPoint, connection.LocalEndPoint);
    private readonly RawBody _body = new(connection.Transport.Input);
    private readonly HeldBody _held = new(context.Memory);
    private readonly byte[] _piece = new byte[16 * 1024];
    private string _requestId = "";
    private int _status;

    public RequestHead Request { get; } = new();

    /// <summary>Judges, forwards and answers the request whose head has come.</summary>
    /// <returns>True when the connection may carry another request.</returns>
    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        _requestId = RequestIds.Create();
        _status = 0;
        var began = context.Time.GetUtcNow();
        using var transaction = context.Engine.Begin(Encoding.ASCII.GetBytes(_requestId));
        var rules = new ServedRules(transaction, _ends);
        var isPersistent = false;
        try
        {
            isPersistent = await JudgeRequestAsync(rules, cancellationToken) is { } refused
                ? await AnswerAsync(refused, cancellationToken)
                : await ForwardAsync(rules, cancellationToken);
        }
        finally
        {
            _held.Dispose();
            rules.End();
            await context.Log.AddAsync(rules.Decide(began, _requestId, Request, context.LogIdHeader, _status));
        }

        return isPersistent;
    }

    public void Dispose() => _held.Dispose();

    /// <summary>Has the rules look at the request. Gives the status of a refusal, null when it may go on.</summary>
    private async ValueTask<int?> JudgeRequestAsync(ServedRules rules, CancellationToken cancellationToken)
    {
        // What the HTTP layer refuses is shown to the rules first: whoever reads the log wants to know what it was.
        var interruption = rules.JudgeHead(Request);
        if (Request.Refusal is null && interruption is null && await HoldBodyAsync(rules, cancellationToken) is { } refusal)
            Request.Refuse(refusal.Status, refusal.Reason);

        interruption ??= rules.JudgeBody();
        return Request.Refusal?.Status ?? interruption?.Status;
    }

    /// <summary>Reads the body as far as the rules look at it.</summary>
    private async ValueTask<RequestRefusal?> HoldBodyAsync(ServedRules rules, CancellationToken cancellationToken)
    {
        _body.Begin(Request.Framing, Request.Length);
        if (_body.HasEnded || !rules.WantsRequestBody)
            return null;

        if (Request.ExpectsContinue)
        {
            _output.Write("HTTP/1.1 100 Continue\r\n\r\n"u8);
            await _output.FlushAsync(cancellationToken);
        }

        patience.Give(_input, BodyTime);
        // One byte more than the rules look at, so that they learn that there is more.
        var limit = context.BodyLimit + 1;
        while (!_body.HasEnded && _held.Length < limit)
        {
            var room = _held.Room(limit);
            if (room.IsEmpty)
                return new RequestRefusal(503, "bodies of other requests take all the memory that there is for them");

            var count = await _body.ReadAsync(room, cancellationToken);
            _held.Advance(count);
            if (rules.Transaction.AppendRequestBody(room.Span[..count]) is not null)
                return new RequestRefusal(413, "the body is larger than the rules allow");
        }

        patience.Rest();
        return _body.Flaw is { } flaw ? new RequestRefusal(400, flaw) : null;
    }

    private async ValueTask<bool> AnswerAsync(int status, CancellationToken cancellationToken)
    {
        _status = status;
        _output.WriteAnswer(status, _requestId);
        await _output.FlushAsync(cancellationToken);
        return false;
    }

    private async ValueTask<bool> ForwardAsync(ServedRules rules, CancellationToken cancellationToken)
    {
        UpstreamConnection? upstream = null;
        try
        {
            upstream = await AskAsync(cancellationToken);
            if (upstream is null)
                return await AnswerAsync(Request.Refusal?.Status ?? 502, cancellationToken);

            var keeps = await PassAnswerAsync(rules, upstream, cancellationToken);
            if (upstream.Head.IsPersistent && upstream.Body is { HasEnded: true, Flaw: null } && _body.HasEnded)
            {
                await context.Upstream.ReturnAsync(upstream);
                upstream = null;
            }

            return keeps;
        }
        catch (Exception e) when (e is SocketException or IOException && _status == 0)
        {
            return await AnswerAsync(502, cancellationToken);
        }
        finally
        {
            if (upstream is not null)
                await upstream.DisposeAsync();
        }
    }

    /// <summary>Sends the request, and waits for the head of its answer. Null when there is none.</summary>
    private async ValueTask<UpstreamConnection?> AskAsync(CancellationToken cancellationToken)
    {
        var upstream = await context.Upstream.TakeAsync(cancellationToken);
        if (await TryAskAsync(upstream, cancellationToken))
            return upstream;

        var wasClosedBefore = upstream is { IsReused: true, HasSpoken: false };
        await upstream.DisposeAsync();

        // RFC 9110 section 9.2.2: a connection that ended while it waited may have taken nothing; what has no body and no effect is asked again.
        if (!wasClosedBefore || !IsSafe() || Request.Framing != RawFraming.None)
            return null;

        upstream = await context.Upstream.DialAsync(cancellationToken);
        if (await TryAskAsync(upstream, cancellationToken))
            return upstream;

        await upstream.DisposeAsync();
        return null;
    }

    private bool IsSafe() => Request.Method.SequenceEqual("GET"u8) || Request.Method.SequenceEqual("HEAD"u8) || Request.Method.SequenceEqual("OPTIONS"u8);

    private async ValueTask<bool> TryAskAsync(UpstreamConnection upstream, CancellationToken cancellationToken)
    {
        try
        {
            WriteRequest(upstream.Output);
            await upstream.Output.FlushAsync(cancellationToken);
            if (!await SendRestAsync(upstream.Output, cancellationToken))
                return false;

            patience.Give(upstream.Input, AnswerTime);
            return await upstream.ReadHeadAsync(Request.Method.SequenceEqual("HEAD"u8), cancellationToken);
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            patience.Rest();
        }
    }

    private void WriteRequest(PipeWriter output)
    {
        output.Write(Request.Method);
        output.Write(" "u8);
        output.Write(Request.Target);
        output.Write(" HTTP/1.1\r\n"u8);
        output.WriteFields(Request.Raw);
        if (Request.IsUpgrade)
        {
            Request.Raw.TryGetSingle("Upgrade"u8, out var protocol);
            output.WriteField("Upgrade"u8, protocol);
            output.WriteField("Connection"u8, "Upgrade"u8);
        }

        var isChunked = Request.Framing == RawFraming.Chunked && !_body.HasEnded;
        if (isChunked)
            output.WriteField("Transfer-Encoding"u8, "chunked"u8);
        else if (Request.Framing != RawFraming.None || Request.Raw.CountOf("Content-Length"u8) > 0)
            output.WriteLength(_body.HasEnded ? _held.Length : Request.Length);

        output.Write("\r\n"u8);
        output.WriteBody(_held.Bytes.Span, isChunked);
    }

    /// <summary>Sends what the rules did not look at, as it comes.</summary>
    private async ValueTask<bool> SendRestAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        if (_body.HasEnded)
            return true;

        var isChunked = Request.Framing == RawFraming.Chunked;
        while (!_body.HasEnded)
        {
            patience.Give(_input, BodyTime);
            var count = await _body.ReadAsync(_piece, cancellationToken);
            output.WriteBody(_piece.AsSpan(0, count), isChunked);
            await output.FlushAsync(cancellationToken);
        }

        if (_body.Flaw is { } flaw)
        {
            Request.Refuse(400, flaw);
            return false;
        }

        if (isChunked)
            output.Write("0\r\n\r\n"u8);

        await output.FlushAsync(cancellationToken);
        return true;
    }

    /// <summary>Has the rules look at the answer, and passes it on.</summary>
    private async ValueTask<bool> PassAnswerAsync(ServedRules rules, UpstreamConnection upstream, CancellationToken cancellationToken)
    {
        _held.Dispose();
        var interruption = rules.JudgeAnswerHead(upstream.Head);
        if (interruption is null && rules.WantsResponseBody(upstream.Head))
            await HoldAnswerAsync(rules, upstream, cancellationToken);

        interruption ??= rules.JudgeAnswerBody();
        if (interruption is not null)
            return await AnswerAsync(interruption.Status, cancellationToken);

        if (upstream.Body.Flaw is not null)
            return await AnswerAsync(502, cancellationToken);

        return await WriteAnswerAsync(upstream, cancellationToken);
    }

    private async ValueTask HoldAnswerAsync(ServedRules rules, UpstreamConnection upstream, CancellationToken cancellationToken)
    {
        var limit = context.AnswerLimit;
        patience.Give(upstream.Input, AnswerTime);
        while (!upstream.Body.HasEnded && _held.Length < limit)
        {
            var room = _held.Room(limit);
            if (room.IsEmpty)
                break;

            var count = await upstream.Body.ReadAsync(room, cancellationToken);
            rules.Transaction.AppendResponseBody(room.Span[..count]);
            _held.Advance(count);
        }

        patience.Rest();
    }

    private async ValueTask<bool> WriteAnswerAsync(UpstreamConnection upstream, CancellationToken cancellationToken)
    {
        var head = upstream.Head;
        _status = head.Status;
        var isTunnel = head.Status == 101;
        var isChunked = !upstream.Body.HasEnded && head.Framing != RawFraming.Length && Request.Protocol.SequenceEqual("HTTP/1.1"u8);
        var keeps = Request.IsPersistent && _body.HasEnded && !isTunnel && (upstream.Body.HasEnded || isChunked || head.Framing == RawFraming.Length);
        WriteAnswerHead(upstream, isChunked, keeps);
        _output.WriteBody(_held.Bytes.Span, isChunked);
        if (upstream.Body.HasEnded || !isTunnel)
            await _output.FlushAsync(cancellationToken);

        if (isTunnel)
            return await Tunnel.RunAsync(connection.Transport, upstream, cancellationToken);

        while (!upstream.Body.HasEnded)
        {
            var count = await upstream.Body.ReadAsync(_piece, cancellationToken);
            _output.WriteBody(_piece.AsSpan(0, count), isChunked);
            if ((await _output.FlushAsync(cancellationToken)).IsCompleted)
                return false;
        }

        if (upstream.Body.Flaw is not null)
            return false;

        if (isChunked)
        {
            _output.Write("0\r\n\r\n"u8);
            await _output.FlushAsync(cancellationToken);
        }

        return keeps;
    }

    private void WriteAnswerHead(UpstreamConnection upstream, bool isChunked, bool keeps)
    {
        var head = upstream.Head;
        _output.Write("HTTP/1.1"u8);
        _output.Write(head.Raw.FirstLine[8..]);
        _output.Write("\r\n"u8);
        _output.WriteFields(head.Raw, "X-Request-Id"u8);
        _output.WriteField("X-Request-Id"u8, Encoding.ASCII.GetBytes(_requestId));
        if (head.Status == 101 && head.Raw.TryGetSingle("Upgrade"u8, out var protocol))
        {
            _output.WriteField("Upgrade"u8, protocol);
            _output.WriteField("Connection"u8, "Upgrade"u8);
        }
        else
        {
            if (isChunked)
                _output.WriteField("Transfer-Encoding"u8, "chunked"u8);
            else if (head.Framing == RawFraming.Length)
                _output.WriteLength(head.Length);
            else if (head.Raw.TryGetSingle("Content-Length"u8, out var length))
                _output.WriteField("Content-Length"u8, length);
            else if (upstream.Body.HasEnded && head.Status is >= 200 and not (204 or 304) && !Request.Method.SequenceEqual("HEAD"u8))
                _output.WriteLength(_held.Length);

            _output.WriteField("Connection"u8, keeps ? "keep-alive"u8 : "close"u8);
        }

        _output.Write("\r\n"u8);
    }
}
