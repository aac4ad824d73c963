using System.Text.Json;

namespace Bulwark.Mcp.Tools;

internal static class JsonText
{
    /// <summary>The text of a JSON string; null when the value is something else, or an escape in it stands for half a character.</summary>
    public static string? Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // "\ud800" is JSON, but no text: nothing on the way has looked into the string before.
            return null;
        }
    }
}
