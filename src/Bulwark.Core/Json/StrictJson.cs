using System.Text.Json;

namespace Bulwark.Core.Json;

/// <summary>Reads JSON from outside so that whoever looks at it later meets no surprise.</summary>
public static class StrictJson
{
    /// <summary>
    /// The value; null when the bytes are no JSON, nest deeper than <paramref name="maxDepth"/>, name a key twice in an object (two readers may mean two
    /// of them), or hold half a surrogate pair (<c>"\ud800"</c>), which passes the grammar and is no text.
    /// </summary>
    public static JsonElement? Read(ReadOnlyMemory<byte> json, int maxDepth)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = maxDepth });
            var root = document.RootElement.Clone();
            ReadStrings(root);
            return root;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: the half pair, found when names are compared or a string is read.
            return null;
        }
    }

    private static void ReadStrings(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    ReadStrings(item);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    ReadStrings(property.Value);
                }

                break;
        }
    }
}
