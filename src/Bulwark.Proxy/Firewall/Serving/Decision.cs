namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>One line of the log: what was decided about one request.</summary>
/// <param name="Time">When the request's head had come.</param>
/// <param name="RequestId">Its ID, our own.</param>
/// <param name="Id">The value of the header that <c>--log-id-header</c> names; null without one.</param>
/// <param name="Client">The client's address.</param>
/// <param name="Method">As received, of a long one the beginning.</param>
/// <param name="Uri">The request target as received, of a long one the beginning.</param>
/// <param name="Status">The status of the answer; 0 when none was sent.</param>
/// <param name="Action"><c>pass</c>, <c>count</c> or <c>block</c>.</param>
/// <param name="Rules">IDs of the rules that matched and log, in order.</param>
/// <param name="Log">Their messages and data, as many as there is room for.</param>
/// <param name="Omitted">How many of them there was no room for; null when there was room for all.</param>
/// <param name="Incomplete">What kept the rules from looking at all of it: <c>budget</c>, <c>arguments</c>, <c>body</c> or <c>memory</c>; null when nothing did.</param>
/// <param name="Refusal">Why the HTTP layer refused the request whatever the rules say; null when it did not.</param>
internal sealed record Decision(
    DateTimeOffset Time,
    string RequestId,
    string? Id,
    string Client,
    string Method,
    string Uri,
    int Status,
    string Action,
    IReadOnlyList<long> Rules,
    IReadOnlyList<string> Log,
    int? Omitted,
    string? Incomplete,
    string? Refusal);
