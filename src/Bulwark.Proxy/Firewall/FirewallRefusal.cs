using Bulwark.Proxy.Answers;
using Bulwark.Proxy.Firewall.Acl;
using Bulwark.Waf.Acl;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Firewall;

/// <summary>Why a request is not let through, and how it is told.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Reason">The word in log and metrics.</param>
internal sealed record FirewallRefusal(int Status, string Reason)
{
    private const string AdminPaths = "admin-paths";

    /// <summary>When a client that holds too much may come again: by then its bodies are whole, or their time is over.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(15);

    /// <summary>What a rule of the settings says that the answer is; null for one in the words of the protocol.</summary>
    public AclResponse? Answer { get; init; }

    /// <summary>A rule.</summary>
    public static FirewallRefusal Rule { get; } = new(403, "rule");

    /// <summary>A rule about paths of administration: what is not there in public is not found, as it is when the path rule or the load balancer refuses it.</summary>
    public static FirewallRefusal Hidden { get; } = new(404, "rule");

    /// <summary>The rules failed, and some group blocks.</summary>
    public static FirewallRefusal Failure { get; } = new(403, "failure");

    /// <summary>The body is larger than what is inspected.</summary>
    public static FirewallRefusal Oversize { get; } = new(413, "oversize");

    /// <summary>No memory is left to hold the body in.</summary>
    public static FirewallRefusal NoRoom { get; } = new(503, "no-room");

    /// <summary>The client holds as much memory with other bodies as one may.</summary>
    public static FirewallRefusal NoShare { get; } = new(429, "client-room");

    /// <summary>The body came too slowly, or not at all.</summary>
    public static FirewallRefusal Slow { get; } = new(408, "slow-body");

    /// <summary>Two Content-Types: no two readers need agree on which one counts.</summary>
    public static FirewallRefusal ContentType { get; } = new(400, "content-type");

    /// <summary>A charset whose bytes mean something else than what the rules read.</summary>
    public static FirewallRefusal Charset { get; } = new(415, "charset");

    /// <summary>A Content-Encoding that is unknown, or that the body is not in.</summary>
    public static FirewallRefusal ContentEncoding { get; } = new(415, "content-encoding");

    /// <summary>An upload that begins like something else than it says it is.</summary>
    public static FirewallRefusal Upload { get; } = new(403, "upload");

    /// <summary>An answer that the rules refuse. What is behind has not answered as it should: that is what the client is told.</summary>
    public static FirewallRefusal RefusedAnswer { get; } = new(502, "answer");

    /// <summary>An answer is longer than what is inspected of it.</summary>
    public static FirewallRefusal LongAnswer { get; } = new(502, "long-answer");

    /// <summary>How an answer is refused that the rules refuse; null for one that passes.</summary>
    public static FirewallRefusal? OfAnswer(FirewallDecision decision) => decision switch
    {
        { IsBlocked: false } => null,
        { Response: { } answer } when answer != AclResponse.Forbidden => new FirewallRefusal(answer.Status, "answer") { Answer = answer },
        _ => RefusedAnswer,
    };

    /// <summary>How a request is refused that the rules refuse; null for one that passes.</summary>
    public static FirewallRefusal? Of(FirewallDecision decision) => decision switch
    {
        { IsBlocked: false } => null,
        { Response: { } answer } when answer != AclResponse.Forbidden => new FirewallRefusal(answer.Status, "rule") { Answer = answer },
        { Group: AdminPaths } => Hidden,
        _ => Rule,
    };

    /// <summary>Answers in the protocol of the path.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var protocol = AnswerProtocols.Of(context);
        if (Answer is not null)
            return AclAnswer.WriteAsync(context, Answer, protocol);

        var answer = Status switch
        {
            403 => ProxyAnswer.Forbidden(protocol),
            404 => protocol == AnswerProtocol.Cognito ? ProxyAnswer.UnknownOperation() : ProxyAnswer.NotFound(protocol),
            400 => ProxyAnswer.BadRequest(protocol),
            429 => ProxyAnswer.TooManyRequests(protocol, Later),
            415 => ProxyAnswer.UnsupportedMedia(protocol),
            _ => ProxyAnswer.Failed(Status, protocol),
        };
        return answer.ExecuteAsync(context);
    }
}
