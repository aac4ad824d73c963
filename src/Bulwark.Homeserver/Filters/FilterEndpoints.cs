using Bulwark.Core.Routing;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Filters;

/// <summary><c>/_matrix/client/v3/user/{userId}/filter</c>.</summary>
internal sealed class FilterEndpoints(FilterStore filters)
{
    /// <summary>Largest filter, in characters. Every event that a request looks at is compared with all of it.</summary>
    private const int MaxLength = 16_384;

    public async ValueTask<IResult> PostAsync(HttpContext context, RouteValues values, Session session)
    {
        if (!string.Equals(values["userId"], session.UserId, StringComparison.Ordinal))
            return MatrixError.Forbidden("Filters belong to their user.");

        if (!(await MatrixBody.ReadObjectAsync(context)).TryGet(out var body, out var refusal))
            return refusal;

        if (body.GetRawText().Length > MaxLength)
            return MatrixError.TooLarge($"A filter has at most {MaxLength} characters.");

        if (MatrixBody.Bind(body, HomeserverJson.Default.SyncFilter).Refusal is { } wrong)
            return wrong;

        if (await filters.AddAsync(session.UserId, body) is not { } filterId)
            return MatrixError.TooLarge("There are too many filters already.");

        return JsonAnswer.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("filter_id"u8, filterId);
            writer.WriteEndObject();
        });
    }

    public async ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, Session session)
    {
        if (!string.Equals(values["userId"], session.UserId, StringComparison.Ordinal))
            return MatrixError.Forbidden("Filters belong to their user.");

        return await filters.FindAsync(session.UserId, values["filterId"], context.RequestAborted) is { } json
            ? new JsonAnswer(json)
            : MatrixError.NotFound("There is no such filter.");
    }
}
