using System.IO.Pipelines;

namespace Bulwark.Proxy.Firewall.Serving;

/// <content>How the upstream is asked.</content>
internal sealed partial class ServedExchange
{
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
            if (!await patience.FlushAsync(upstream.Output, AnswerTime, cancellationToken) || !await SendRestAsync(upstream.Output, cancellationToken))
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
        if (Request.Raw.CountOf("Host"u8) == 0)
            output.WriteField("Host"u8, context.Upstream.Host.Span);

        output.WriteFields(Request.Raw);
        if (Request.IsUpgrade)
        {
            output.WriteField("Upgrade"u8, "websocket"u8);
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
            if (!await patience.FlushAsync(output, AnswerTime, cancellationToken))
                return false;
        }

        if (_body.Flaw is { } flaw)
        {
            Request.Refuse(400, flaw);
            return false;
        }

        if (isChunked)
            output.Write("0\r\n\r\n"u8);

        return await patience.FlushAsync(output, AnswerTime, cancellationToken);
    }
}
