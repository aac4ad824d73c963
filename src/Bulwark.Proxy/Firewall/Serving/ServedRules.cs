using System.Globalization;
using System.Text;
using Bulwark.Waf;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>Shows one exchange to the rules, phase by phase, and says what they decided.</summary>
/// <param name="transaction">The exchange, for the rules.</param>
/// <param name="ends">Who is connected to whom.</param>
internal readonly struct ServedRules(Transaction transaction, ServedEnds ends)
{
    /// <summary>The name of a header that is longer than this is never found; no server accepts one.</summary>
    private const int MostHeaderName = 256;

    public Transaction Transaction => transaction;

    public bool WantsRequestBody => transaction.IsRequestBodyWanted;

    /// <summary>Shows the head of the request. A request that the HTTP layer refuses is shown as far as it could be read.</summary>
    public Interruption? JudgeHead(RequestHead request)
    {
        transaction.SetConnection(ends.ClientBytes, ends.ClientPort, ends.ServerBytes, ends.ServerPort);
        transaction.SetRequestLine(request.Raw.FirstLine);
        for (var i = 0; i < request.Raw.Count; i++)
            transaction.AddRequestHeader(request.Raw.Name(i), request.Raw.Value(i));

        return transaction.EvaluateRequestHeaders();
    }

    public Interruption? JudgeBody() => transaction.EvaluateRequestBody();

    public Interruption? JudgeAnswerHead(ResponseHead answer)
    {
        transaction.SetResponseLine(answer.Status, answer.Protocol, answer.Reason);
        for (var i = 0; i < answer.Raw.Count; i++)
            transaction.AddResponseHeader(answer.Raw.Name(i), answer.Raw.Value(i));

        return transaction.EvaluateResponseHeaders();
    }

    /// <summary>Whether the rules read this body. A stream never ends by itself, so it is never held.</summary>
    public bool WantsResponseBody(ResponseHead answer) =>
        transaction.IsResponseBodyWanted
        && answer.Framing != RawFraming.None
        && !(answer.Raw.TryGetSingle("Content-Type"u8, out var type) && type.StartsWith("text/event-stream"u8));

    public Interruption? JudgeAnswerBody() => transaction.EvaluateResponseBody();

    /// <summary>Runs the rules of the last phase.</summary>
    public void End() => transaction.EvaluateLogging();

    /// <summary>What was decided, for the log.</summary>
    public Decision Decide(DateTimeOffset time, string requestId, RequestHead request, string? idHeader, int status)
    {
        var logged = transaction.Matches;
        return new Decision(
            time,
            requestId,
            IdOf(request.Raw, idHeader),
            ends.Client,
            Encoding.Latin1.GetString(request.Method),
            Encoding.Latin1.GetString(request.Target),
            status,
            transaction.Interruption is not null ? "block" : logged.Count > 0 ? "count" : "pass",
            [.. logged.Select(match => match.Rule.Id)],
            [.. logged.Select(Line)],
            request.Refusal?.Reason);
    }

    private static string Line(RuleMatch match) => string.Create(CultureInfo.InvariantCulture, $"[id \"{match.Rule.Id}\"] [msg \"{match.Message}\"] [data \"{match.Data}\"]");

    private static string? IdOf(RawHead head, string? header)
    {
        if (header is null)
            return null;

        Span<byte> buffer = stackalloc byte[MostHeaderName];
        if (!Encoding.ASCII.TryGetBytes(header, buffer, out var length))
            return null;

        var name = buffer[..length];
        for (var i = 0; i < head.Count; i++)
        {
            if (head.IsNamed(i, name))
                return Encoding.Latin1.GetString(head.Value(i));
        }

        return null;
    }
}
