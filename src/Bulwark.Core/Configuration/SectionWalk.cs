using System.Collections;
using System.Text.Json.Serialization.Metadata;

namespace Bulwark.Core.Configuration;

/// <summary>Visits every section of the settings and asks each what is wrong with it.</summary>
internal static class SectionWalk
{
    public static IEnumerable<ConfigError> Validate(object value, JsonTypeInfo type) => Visit(value, type, ConfigPath.Root);

    private static IEnumerable<ConfigError> Visit(object? value, JsonTypeInfo type, ConfigPath at)
    {
        if (value is null)
            return [];

        return type.Kind switch
        {
            JsonTypeInfoKind.Object => VisitObject(value, type, at),
            JsonTypeInfoKind.Enumerable => VisitList((IEnumerable)value, type, at),
            JsonTypeInfoKind.Dictionary => VisitDictionary((IDictionary)value, type, at),
            _ => [],
        };
    }

    private static IEnumerable<ConfigError> VisitObject(object value, JsonTypeInfo type, ConfigPath at)
    {
        var own = value is IConfigSection section ? section.Validate(at) : [];
        return own.Concat(type.Properties
            .Where(property => property.Get is not null)
            .SelectMany(property => Visit(property.Get!(value), type.Options.GetTypeInfo(property.PropertyType), at[property.Name])));
    }

    private static IEnumerable<ConfigError> VisitList(IEnumerable list, JsonTypeInfo type, ConfigPath at) =>
        list.Cast<object?>().SelectMany((element, i) => Visit(element, type.Options.GetTypeInfo(type.ElementType!), at[i]));

    private static IEnumerable<ConfigError> VisitDictionary(IDictionary dictionary, JsonTypeInfo type, ConfigPath at) =>
        dictionary.Keys.Cast<string>().SelectMany(key => Visit(dictionary[key], type.Options.GetTypeInfo(type.ElementType!), at[key]));
}
