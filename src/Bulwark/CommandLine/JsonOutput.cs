using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bulwark.CommandLine;

/// <summary><c>--json</c>: the answer for programs instead of the table for people.</summary>
internal static class JsonOutput
{
    public static Option<bool> AddTo(Command verb)
    {
        var option = new Option<bool>("--json") { Description = "Answer in JSON" };
        verb.Options.Add(option);
        return option;
    }

    public static void Write<T>(T value, JsonTypeInfo<T> type) => Console.WriteLine(JsonSerializer.Serialize(value, type));
}
