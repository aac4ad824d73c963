using System.Text;
using Bulwark.Waf;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>Shows one exchange to the rules, phase by phase, and says what they decided.</summary>
/// <param name="transaction">The exchange, for the rules.</param>
/// <param name="ends">Who is connected to whom.</param>
internal readonly struct ServedRules(Transaction transaction, ServedEnds ends)
{
    /// <summary>The name of a header that is longer than this is never found; no server accepts one.</summary>
    public const int MostHeaderName = 256;

    public Transaction Transaction => transaction;

    public bool WantsRequestBody => transaction.IsRequestBodyWanted;

    /// <summary>Shows the head of the request. A request that the HTTP layer refuses is shown as far as it could be read.</summary>
    public Interruption? JudgeHead(RequestHead request)
    {
        transaction.SetConnection(ends.ClientBytes, ends.ClientPort, ends.ServerBytes, ends.ServerPort);
        transaction.SetRequestLine(request.Raw.FirstLine);
        for (var i = 0; i < request.Raw.Count; i++)
            transaction.AddRequestHeader(request.Raw.Name(i), request.Raw.Value(i));

        return transaction.EvaluateRequestHeaders() ?? RefuseUnseen(1);
    }

    public Interruption? JudgeBody() => transaction.EvaluateRequestBody() ?? RefuseUnseen(2);

    public Interruption? JudgeAnswerHead(ResponseHead answer)
    {
        transaction.SetResponseLine(answer.Status, answer.Protocol, answer.Reason);
        for (var i = 0; i < answer.Raw.Count; i++)
            transaction.AddResponseHeader(answer.Raw.Name(i), answer.Raw.Value(i));

        return transaction.EvaluateResponseHeaders() ?? RefuseUnseen(3);
    }

    /// <summary>Whether the rules read this body. A stream never ends by itself, so it is never held.</summary>
    public bool WantsResponseBody(ResponseHead answer) =>
        transaction.IsResponseBodyWanted
        && answer.Framing != RawFraming.None
        && !IsEventStream(answer);

    public static bool IsEventStream(ResponseHead answer) => answer.Raw.TryGetSingle("Content-Type"u8, out var type) && type.StartsWith("text/event-stream"u8);

    public Interruption? JudgeAnswerBody() => transaction.EvaluateResponseBody() ?? RefuseUnseen(4);

    /// <summary>Runs the rules of the last phase.</summary>
    public void End() => transaction.EvaluateLogging();

    /// <summary>What was decided, for the log.</summary>
    /// <param name="time">When the request's head had come.</param>
    /// <param name="requestId">Its ID.</param>
    /// <param name="request">Its head.</param>
    /// <param name="idHeader">The header whose value is the line's ID; null for none.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="unseen">What else was not shown to the rules; null for nothing.</param>
    public Decision Decide(DateTimeOffset time, string requestId, RequestHead request, string? idHeader, int status, string? unseen)
    {
        var matches = transaction.Matches;
        var incomplete = transaction.IsBudgetExceeded ? "budget" : transaction.IsArgumentsLimitExceeded ? "arguments" : unseen;
        var log = LoggedText.Of(matches);
        return new Decision(
            time,
            requestId,
            IdOf(request.Raw, idHeader),
            ends.Client,
            LoggedText.Cut(Encoding.Latin1.GetString(request.Method), LoggedText.MostMethod),
            LoggedText.Cut(Encoding.Latin1.GetString(request.Target), LoggedText.MostUri),
            status,
            ActionOf(matches, incomplete),
            [.. matches.Select(match => match.Rule.Id)],
            log,
            matches.Count > log.Count ? matches.Count - log.Count : null,
            incomplete,
            request.Refusal?.Reason);
    }

    private string ActionOf(IReadOnlyList<RuleMatch> matches, string? incomplete) =>
        transaction.Interruption is not null ? "block" : matches.Count > 0 || incomplete is not null || transaction.WouldInterrupt is not null ? "count" : "pass";

    /// <summary>What was not looked at must not count as harmless.</summary>
    private Interruption? RefuseUnseen(int phase) =>
        transaction.IsIncomplete ? transaction.RefuseUnseen(phase, status: 403, "Not all of it could be looked at") : null;

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
                return LoggedText.Cut(Encoding.Latin1.GetString(head.Value(i)), LoggedText.MostId);
        }

        return null;
    }
}
