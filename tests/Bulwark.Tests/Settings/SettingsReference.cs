using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Bulwark.Settings;

namespace Bulwark.Tests.Settings;

/// <summary>Makes the JSON schema and the reference page of the settings from the option records and their documentation comments.</summary>
internal sealed partial class SettingsReference
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, string> _comments = new(StringComparer.Ordinal);
    private readonly StringBuilder _page = new();
    private readonly Dictionary<Type, string> _described = [];
    private readonly JsonObject _definitions = [];
    private int _recursions;

    public SettingsReference()
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.xml"))
            ReadComments(file);
    }

    public string Schema()
    {
        _definitions.Clear();
        var schema = Object(SettingsJson.Default.BulwarkOptions, new BulwarkOptions());
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        schema["title"] = "bulwark.jsonc";
        schema["properties"]!["$schema"] = new JsonObject { ["type"] = "string" };
        schema["$defs"] = _definitions;
        return schema.ToJsonString(Indented) + "\n";
    }

    public string Page()
    {
        _page.Clear();
        _described.Clear();
        _page.Append("""
            # Settings

            Made from the source; do not edit. One file, `bulwark.jsonc`: JSON with comments, read strictly. Everything may be left out.

            | setting | kind | default | meaning |
            | --- | --- | --- | --- |

            """);
        Rows(SettingsJson.Default.BulwarkOptions, new BulwarkOptions(), "");
        return _page.ToString();
    }

    private void Rows(JsonTypeInfo type, object? defaults, string prefix)
    {
        foreach (var property in type.Properties)
        {
            var value = defaults is null ? null : property.Get!(defaults);
            var inner = SettingsJson.Default.Options.GetTypeInfo(property.PropertyType);
            var path = prefix + property.Name;
            _page.Append(CultureInfo.InvariantCulture, $"| `{path}` | {Kind(inner)} | {Default(property, value)} | {Comment(property)} |\n");
            if (inner.Kind == JsonTypeInfoKind.Object)
                InnerRows(inner, value, path);
            else if (inner is { Kind: JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary } && Element(inner).Kind == JsonTypeInfoKind.Object)
                InnerRows(Element(inner), null, path + (inner.Kind == JsonTypeInfoKind.Enumerable ? "[]" : ".<name>"));
        }
    }

    /// <summary>What holds something of its own kind is described, with all that lies in it, where it stands first.</summary>
    private void InnerRows(JsonTypeInfo type, object? value, string path)
    {
        if (_described.TryGetValue(type.Type, out var first))
        {
            _page.Append(CultureInfo.InvariantCulture, $"| `{path}.*` | | | As `{first}.*`. |\n");
            return;
        }

        var recursion = IsRecursive(type) ? 1 : 0;
        _recursions += recursion;
        if (_recursions > 0)
            _described.Add(type.Type, path);

        Rows(type, value, path + ".");
        _recursions -= recursion;
    }

    private static bool IsRecursive(JsonTypeInfo type) => Holds(type, type.Type, []);

    private static bool Holds(JsonTypeInfo type, Type wanted, HashSet<Type> seen) => type.Properties.Any(property =>
    {
        var inner = SettingsJson.Default.Options.GetTypeInfo(property.PropertyType);
        if (inner.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary)
            inner = Element(inner);

        return inner.Kind == JsonTypeInfoKind.Object && (inner.Type == wanted || (seen.Add(inner.Type) && Holds(inner, wanted, seen)));
    });

    private JsonObject Object(JsonTypeInfo type, object? defaults)
    {
        var properties = new JsonObject();
        foreach (var property in type.Properties)
        {
            var value = defaults is null ? null : property.Get!(defaults);
            var schema = Value(SettingsJson.Default.Options.GetTypeInfo(property.PropertyType), value);
            schema["description"] = Comment(property);
            properties.Add(property.Name, schema);
        }

        var result = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        var required = type.Properties.Where(property => property.IsRequired).Select(property => (JsonNode)property.Name!).ToArray();
        if (required.Length > 0)
            result["required"] = new JsonArray(required);

        return result;
    }

    private JsonObject Value(JsonTypeInfo type, object? value)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when _recursions > 0 || IsRecursive(type):
                return Reference(type);
            case JsonTypeInfoKind.Object:
                return Object(type, value);
            case JsonTypeInfoKind.Enumerable:
                return new JsonObject { ["type"] = "array", ["items"] = Value(Element(type), null) };
            case JsonTypeInfoKind.Dictionary:
                return new JsonObject { ["type"] = "object", ["additionalProperties"] = Value(Element(type), null) };
        }

        var bare = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        var schema = new JsonObject { ["type"] = JsonType(bare) };
        if (bare.IsEnum)
            schema["enum"] = new JsonArray([.. Enum.GetNames(bare).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name)!)]);
        if (bare == typeof(Uri))
            schema["format"] = "uri";
        if (value is not null)
            schema["default"] = JsonNode.Parse(JsonSerializer.Serialize(value, type));

        return schema;
    }

    private JsonObject Reference(JsonTypeInfo type)
    {
        var name = type.Type.Name;
        if (!_definitions.ContainsKey(name))
        {
            _definitions.Add(name, null);
            _recursions++;
            _definitions[name] = Object(type, null);
            _recursions--;
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    private static JsonTypeInfo Element(JsonTypeInfo type) => SettingsJson.Default.Options.GetTypeInfo(type.ElementType!);

    private static string JsonType(Type type) => type switch
    {
        _ when type == typeof(bool) => "boolean",
        _ when type == typeof(int) || type == typeof(long) => "integer",
        _ when type == typeof(double) => "number",
        _ => "string",
    };

    private static string Kind(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object => "section",
        JsonTypeInfoKind.Enumerable => "list",
        JsonTypeInfoKind.Dictionary => "named entries",
        _ when (Nullable.GetUnderlyingType(type.Type) ?? type.Type) is { IsEnum: true } bare =>
            string.Join(", ", Enum.GetNames(bare).Select(name => $"`{JsonNamingPolicy.CamelCase.ConvertName(name)}`")),
        _ => JsonType(Nullable.GetUnderlyingType(type.Type) ?? type.Type) switch { "string" when type.Type == typeof(Uri) => "address", "string" => "text", var name => name },
    };

    private static string Default(JsonPropertyInfo property, object? value)
    {
        if (property.IsRequired)
            return "required";

        var type = SettingsJson.Default.Options.GetTypeInfo(property.PropertyType);
        if (value is null || type.Kind == JsonTypeInfoKind.Object)
            return "";

        var json = JsonSerializer.Serialize(value, type);
        return json.Length <= 100 ? $"`{json}`" : "see the text";
    }

    private string Comment(JsonPropertyInfo property)
    {
        var member = (PropertyInfo)property.AttributeProvider!;
        var key = $"P:{member.DeclaringType!.FullName}.{member.Name}";
        return _comments.TryGetValue(key, out var comment) ? comment : throw new InvalidOperationException($"{key} has no documentation comment");
    }

    private void ReadComments(string file)
    {
        foreach (var member in XDocument.Load(file).Descendants("member").Where(member => member.Element("summary") is not null))
        {
            var text = string.Concat(member.Element("summary")!.Nodes().Select(Text));
            _comments[(string)member.Attribute("name")!] = Blanks().Replace(text, " ").Trim();
        }
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword"))?.Split('.')[^1]}`",
        XElement other => other.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
