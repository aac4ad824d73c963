using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bulwark.Core.Control;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.Control;

/// <summary>Reads the JSON body of a control request.</summary>
internal static class ControlBody
{
    public static async ValueTask<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (await RequestBody.ReadAsync(context) is not { } body)
            return null;

        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static IResult Refuse() => ControlError.BadRequest("The body is not the JSON that this control route takes.");
}
