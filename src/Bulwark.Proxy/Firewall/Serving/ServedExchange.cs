using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Bulwark.Proxy.Headers;
using Microsoft.AspNetCore.Connections;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>One request and its answer, between a client's connection, the rules and the upstream. Used for one exchange after the other.</summary>
internal sealed partial class ServedExchange(ConnectionContext connection, ServedContext context, Patience patience, Departure departure) : IDisposable
{
    private static readonly TimeSpan BodyTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(100);

    /// <summary>How long a client may take nothing of its answer.</summary>
    private static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(30);

    private readonly PipeReader _input = connection.Transport.Input;
    private readonly PipeWriter _output = connection.Transport.Output;
    private readonly ServedEnds _ends = new(connection.RemoteEndPoint, connection.LocalEndPoint);
    private readonly RawBody _body = new(connection.Transport.Input);
    private readonly HeldBody _held = new(context.Memory);
    private readonly byte[] _piece = new byte[16 * 1024];
    private string _requestId = "";
    private DateTimeOffset _began;
    private int _status;
    private string? _unseen;
    private bool _isLogged;

    public RequestHead Request { get; } = new();

    /// <summary>Judges, forwards and answers the request whose head has come.</summary>
    /// <returns>True when the connection may carry another request.</returns>
    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        _requestId = RequestIds.Create();
        _began = context.Time.GetUtcNow();
        (_status, _unseen, _isLogged) = (0, null, false);
        if (context.Log.IsDown)
            return await AnswerUnloggedAsync(cancellationToken);

        using var transaction = context.Engine.Begin(Encoding.ASCII.GetBytes(_requestId));
        var rules = new ServedRules(transaction, _ends);
        try
        {
            return await JudgeRequestAsync(rules, cancellationToken) is { } refused
                ? await AnswerAsync(rules, refused, cancellationToken)
                : await ForwardAsync(rules, cancellationToken);
        }
        finally
        {
            _held.Dispose();
            await LogAsync(rules);
        }
    }

    public void Dispose() => _held.Dispose();

    /// <summary>Writes the request's line, once: when its answer is decided, before any of it is sent, for a stream may take days.</summary>
    private async ValueTask LogAsync(ServedRules rules)
    {
        if (_isLogged)
            return;

        _isLogged = true;
        try
        {
            rules.End();
        }
        finally
        {
            await context.Log.AddAsync(rules.Decide(_began, _requestId, Request, context.Options.LogIdHeader, _status, _unseen));
        }
    }

    /// <summary>Refuses the request because its line could not be written.</summary>
    private async ValueTask<bool> AnswerUnloggedAsync(CancellationToken cancellationToken)
    {
        context.Log.CountRefused();
        _output.WriteAnswer(503, _requestId);
        await SendAsync(cancellationToken);
        return false;
    }

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
            await SendAsync(cancellationToken);
        }

        patience.Give(_input, BodyTime);
        // One byte more than the rules look at, so that they learn that there is more.
        var limit = context.Options.MostBodyBytes + 1;
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
        _unseen = _body.HasEnded ? null : "body";
        return _body.Flaw is { } flaw ? new RequestRefusal(400, flaw) : null;
    }

    private async ValueTask<bool> AnswerAsync(ServedRules rules, int status, CancellationToken cancellationToken)
    {
        _status = status;
        await LogAsync(rules);
        _output.WriteAnswer(status, _requestId);
        await SendAsync(cancellationToken);
        return false;
    }

    /// <summary>Sends the client what was written. False when it has gone; one that takes nothing is cut off.</summary>
    private async ValueTask<bool> SendAsync(CancellationToken cancellationToken)
    {
        if (!await patience.FlushAsync(_output, WriteTime, cancellationToken))
        {
            connection.Abort();
            return false;
        }

        departure.Renew();
        return true;
    }

    private async ValueTask<bool> ForwardAsync(ServedRules rules, CancellationToken cancellationToken)
    {
        UpstreamConnection? upstream = null;
        try
        {
            upstream = await AskAsync(cancellationToken);
            if (upstream is null)
                return await AnswerAsync(rules, Request.Refusal?.Status ?? 502, cancellationToken);

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
            return await AnswerAsync(rules, 502, cancellationToken);
        }
        finally
        {
            if (upstream is not null)
                await upstream.DisposeAsync();
        }
    }
}
