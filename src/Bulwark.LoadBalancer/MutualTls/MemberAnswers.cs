using Bulwark.Core.Http;
using Bulwark.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>Hands on to an edge, and to nobody else, whose request it was; of requests of strangers our own firewall is told.</summary>
internal sealed class MemberAnswers(EdgeIdentities edges, IAnswerWatch strangers) : IAnswerWatch
{
    /// <inheritdoc />
    public void Answered(HttpContext context, string? member)
    {
        if (!edges.IsEdge(context))
            strangers.Answered(context, member);
        else if (member is not null && MemberHeader.IsValue(member))
            context.Response.Headers[MemberHeader.Name] = member;
    }
}
