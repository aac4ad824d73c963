using Bulwark.Core.Http;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Firewall.Members;

/// <summary>Learns from the answers of the services behind whose requests these were.</summary>
internal sealed class MemberWatch(MemberMemory members, TrafficCount traffic) : IAnswerWatch
{
    /// <inheritdoc />
    public void Answered(HttpContext context, string? member)
    {
        if (member is not null && MemberHeader.IsValue(member))
        {
            Tell(context, member);
            return;
        }

        // The service does not say whose token it was; but we may have verified it.
        if (!MemberMemory.MayLearn(context))
            return;

        if (context.Response.StatusCode == StatusCodes.Status401Unauthorized)
            members.Forget(context);
        else if (EdgeAuthTable.VerifiedUserOf(context) is { } user)
            Tell(context, user);
    }

    private void Tell(HttpContext context, string member)
    {
        traffic.AnsweredMember();
        HeldLines.Tell(context, members.Learn(context, member));
    }
}
