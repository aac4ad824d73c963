using System.Text;
using Bulwark.Waf;

namespace Bulwark.Proxy.Firewall.Serving;

/// <content>How the upstream's answer is passed on.</content>
internal sealed partial class ServedExchange
{
    /// <summary>Has the rules look at the answer, and passes it on.</summary>
    private async ValueTask<bool> PassAnswerAsync(ServedRules rules, UpstreamConnection upstream, CancellationToken cancellationToken)
    {
        _held.Dispose();
        if (upstream.Head.Status == 101 && !(upstream.Head.IsTunnel && Request.IsUpgrade))
            return await AnswerAsync(rules, 502, cancellationToken);

        var interruption = rules.JudgeAnswerHead(upstream.Head);
        if (interruption is null && rules.WantsResponseBody(upstream.Head))
            interruption = await HoldAnswerAsync(rules, upstream, cancellationToken);

        interruption ??= rules.JudgeAnswerBody();
        if (interruption is not null)
            return await AnswerAsync(rules, interruption.Status, cancellationToken);

        if (upstream.Body.Flaw is not null)
            return await AnswerAsync(rules, 502, cancellationToken);

        _status = upstream.Head.Status;
        await LogAsync(rules);
        return await WriteAnswerAsync(upstream, cancellationToken);
    }

    /// <summary>Reads the answer's body as far as the rules look at it. Gives a refusal when there is no memory for that.</summary>
    private async ValueTask<Interruption?> HoldAnswerAsync(ServedRules rules, UpstreamConnection upstream, CancellationToken cancellationToken)
    {
        var limit = context.Options.MostAnswerBytes;
        patience.Give(upstream.Input, AnswerTime);
        try
        {
            while (!upstream.Body.HasEnded && _held.Length < limit)
            {
                var room = _held.Room(limit);
                if (room.IsEmpty)
                {
                    _unseen = "memory";
                    return rules.Transaction.RefuseUnseen(phase: 4, status: 503, "Other bodies take all the memory that there is for them");
                }

                var count = await upstream.Body.ReadAsync(room, cancellationToken);
                rules.Transaction.AppendResponseBody(room.Span[..count]);
                _held.Advance(count);
            }
        }
        finally
        {
            patience.Rest();
        }

        return null;
    }

    private async ValueTask<bool> WriteAnswerAsync(UpstreamConnection upstream, CancellationToken cancellationToken)
    {
        var head = upstream.Head;
        var isChunked = !upstream.Body.HasEnded && head.Framing != RawFraming.Length && Request.Protocol.SequenceEqual("HTTP/1.1"u8);
        var keeps = Request.IsPersistent && _body.HasEnded && !head.IsTunnel && (upstream.Body.HasEnded || isChunked || head.Framing == RawFraming.Length);
        departure.Begin(isEndless: head.IsTunnel || ServedRules.IsEventStream(head));
        WriteAnswerHead(upstream, isChunked, keeps);
        if (!await SendHeldAsync(isChunked, cancellationToken))
            return false;

        if (head.IsTunnel)
        {
            await Tunnel.RunAsync(connection.Transport, upstream, context.Time, cancellationToken);
            return false;
        }

        while (!upstream.Body.HasEnded)
        {
            var count = await upstream.Body.ReadAsync(_piece, cancellationToken);
            _output.WriteBody(_piece.AsSpan(0, count), isChunked);
            if (!await SendAsync(cancellationToken))
                return false;
        }

        if (upstream.Body.Flaw is not null)
            return false;

        if (isChunked)
            _output.Write("0\r\n\r\n"u8);

        return await SendAsync(cancellationToken) && keeps;
    }

    /// <summary>Sends what was held, in pieces, so that a client which takes nothing costs a few of them, and gives its memory back.</summary>
    private async ValueTask<bool> SendHeldAsync(bool isChunked, CancellationToken cancellationToken)
    {
        var sent = 0;
        do
        {
            var piece = _held.Bytes.Slice(sent, Math.Min(_piece.Length, _held.Length - sent));
            _output.WriteBody(piece.Span, isChunked);
            if (!await SendAsync(cancellationToken))
                return false;

            sent += piece.Length;
        }
        while (sent < _held.Length);

        _held.Dispose();
        return true;
    }

    private void WriteAnswerHead(UpstreamConnection upstream, bool isChunked, bool keeps)
    {
        var head = upstream.Head;
        _output.Write("HTTP/1.1"u8);
        _output.Write(head.Raw.FirstLine[8..]);
        _output.Write("\r\n"u8);
        _output.WriteFields(head.Raw, "X-Request-Id"u8);
        _output.WriteField("X-Request-Id"u8, Encoding.ASCII.GetBytes(_requestId));
        if (head.IsTunnel)
        {
            _output.WriteField("Upgrade"u8, "websocket"u8);
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
