using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>What must not be found at the edge.</summary>
internal static class HiddenPaths
{
    private const string ExportMetadata = """{"type":"export_metadata","version":2,"args":{}}""";

    /// <summary>The Synapse admin API, plainly and in ten spellings that some server on the way might take for it.</summary>
    public static IReadOnlyList<EdgeRequest> SynapseAdmin { get; } =
    [
        new("GET", "/_synapse/admin/v1/server_version"),
        new("GET", "/_SYNAPSE/Admin/v1/server_version"),
        new("GET", "/%5fsynapse/%61dmin/v1/server_version"),
        new("GET", "/_synapse/%2e/admin/v1/server_version"),
        new("GET", "/%255fsynapse%252fadmin/v1/server_version"),
        new("GET", "//_synapse//admin/v1/server_version"),
        new("GET", "/_synapse/./admin/v1/server_version"),
        new("GET", "/_matrix/client/../../_synapse/admin/v1/server_version"),
        new("GET", "/_synapse;a=b/admin;c=d/v1/server_version"),
        new("GET", "/_synapse\\admin\\v1\\server_version"),
        new("GET", "/_synapse/admin/"),
    ];

    /// <summary>Hasura's metadata, schema and console APIs.</summary>
    public static IReadOnlyList<EdgeRequest> Metadata { get; } =
    [
        new("POST", "/v1/metadata") { Json = ExportMetadata },
        new("GET", "/v1/metadata"),
        new("POST", "/v1/query") { Json = ExportMetadata },
        new("POST", "/v2/query") { Json = """{"type":"run_sql","args":{"sql":"select 1"}}""" },
        new("GET", "/console"),
    ];

    /// <summary>What other homeservers would ask (Matrix server-server API).</summary>
    public static IReadOnlyList<EdgeRequest> Federation { get; } =
    [
        new("GET", "/_matrix/federation/v1/version"),
        new("GET", "/_matrix/key/v2/server"),
    ];
}
