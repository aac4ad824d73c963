using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Identity.Authorization;

/// <summary>A form (<c>application/x-www-form-urlencoded</c>) as OAuth takes it: no parameter twice, an empty one counts as absent (RFC 6749 section 3.2).</summary>
internal sealed class FormBody
{
    private const int MaxFields = 64;

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    private FormBody()
    {
    }

    /// <summary>The value of a parameter; null when it is absent or empty.</summary>
    public string? this[string name] => _fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Reads the body; null when it is no form, is larger than any honest one, or has a parameter twice.</summary>
    public static async ValueTask<FormBody?> ReadAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return await RequestBody.ReadAsync(context) is { } body ? Parse(System.Text.Encoding.Latin1.GetString(body)) : null;
    }

    private static FormBody? Parse(string text)
    {
        var form = new FormBody();
        foreach (var field in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (field, "") : (field[..equals], field[(equals + 1)..]);
            if (!FormText.TryDecode(name, out name) || !FormText.TryDecode(value, out value))
                return null;

            if (!form._fields.TryAdd(name, value) || form._fields.Count > MaxFields)
                return null;
        }

        return form;
    }
}
