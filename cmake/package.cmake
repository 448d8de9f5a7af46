# SPDX-License-Identifier: Apache-2.0
# What `make install` puts where, and the Debian package (`make deb`). The binary is installed by src/cli; here is what
# goes beside it. The rule pack is also inside the binary: the copy is for reading and for `picket scan --rules`.
include(GNUInstallDirs)

install(DIRECTORY ${CMAKE_SOURCE_DIR}/rules/ DESTINATION ${CMAKE_INSTALL_DATADIR}/picket/rules OPTIONAL)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/CHANGELOG.md ${CMAKE_SOURCE_DIR}/NOTICE
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

set(CPACK_PACKAGE_NAME picket)
set(CPACK_PACKAGE_VENDOR "The Picket authors")
set(CPACK_PACKAGE_CONTACT "The Picket authors <picket@localhost.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "run Elastic Security detection rules without Elasticsearch")
set(CPACK_PACKAGE_DESCRIPTION
    "Picket reads logs (Azure activity logs first), turns them into ECS documents as Elastic's integrations do,
evaluates detection rules with Kibana's meaning and writes alerts that a person can triage.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_RESOURCE_FILE_README ${CMAKE_SOURCE_DIR}/README.md)
include(CPack)
