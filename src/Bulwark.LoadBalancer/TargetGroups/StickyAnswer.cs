using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>The cookie that the answer to a request will set: for the target that answers, which a retry may still change.</summary>
internal sealed class StickyAnswer(StickyCookie cookie)
{
    private int _target;

    /// <summary>Says which target the client is to be kept at.</summary>
    public static void Set(HttpContext context, StickyCookie cookie, int target)
    {
        if (context.Features.Get<StickyAnswer>() is { } answer)
        {
            answer._target = target;
            return;
        }

        answer = new StickyAnswer(cookie) { _target = target };
        context.Features.Set(answer);
        context.Response.OnStarting(() =>
        {
            answer.WriteTo(context.Response);
            return Task.CompletedTask;
        });
    }

    private void WriteTo(HttpResponse response)
    {
        // A refusal of ours says nothing about a target.
        if (response.StatusCode < StatusCodes.Status500InternalServerError)
            response.Headers.Append("Set-Cookie", cookie.Create(_target));
    }
}
