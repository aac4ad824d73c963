using System.Xml.Linq;
using Bulwark.Posture.Reports;

namespace Bulwark.Posture.Tests.Reports;

public sealed class JUnitReportTests
{
    [Fact]
    public void A_failure_fails_an_inconclusive_probe_is_an_error_and_a_foreign_one_is_skipped()
    {
        using var stream = new MemoryStream();
        JUnitReport.Write(stream, SampleReport.Create());
        stream.Position = 0;

        Assert.Equal(
            """
            <testsuites name="bulwark verify" tests="4" failures="1" errors="1" skipped="1" time="1.250">
              <testsuite name="bulwark verify" tests="4" failures="1" errors="1" skipped="1" time="1.250" timestamp="2026-01-02T03:04:05">
                <testcase classname="edge.versions" name="The meaning of edge.versions" time="0.500">
                  <system-out>GET / answers 200</system-out>
                </testcase>
                <testcase classname="origin.mtls.expired" name="The meaning of origin.mtls.expired" time="0.500">
                  <failure message="answered &quot;&lt;html&gt;&quot; &amp; more" />
                </testcase>
                <testcase classname="edge.host.unknown" name="The meaning of edge.host.unknown" time="0.500">
                  <error message="localhost:8443 cannot be reached" />
                </testcase>
                <testcase classname="files.private" name="The meaning of files.private" time="0.500">
                  <skipped message="another machine" />
                </testcase>
              </testsuite>
            </testsuites>
            """,
            XDocument.Load(stream).ToString());
    }
}
