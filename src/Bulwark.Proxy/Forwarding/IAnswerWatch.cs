using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Forwarding;

/// <summary>Is told of every answer of a target.</summary>
public interface IAnswerWatch
{
    /// <summary>The head of an answer has come and stands in the client's answer, which has not begun.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="member">Whose access token the target has verified (<see cref="Core.Http.MemberHeader"/>); null or empty when it does not say. This does not stand in the client's answer.</param>
    void Answered(HttpContext context, string? member);
}
